"""What visitors of the demo library type, and the articles that fit, any of which will do."""

OFFICE = "three-annual-work-summaries-office"
TEMPLATE = "annual-work-summary-template"
INTERNS = "four-short-internship-summaries"
MUSEUM = "internship-summary-geological-museum"
INTERN_REPORT = "internship-report-template"
TEACHERS = "three-teachers-end-of-year-summaries"
MINUTES = "committee-minutes-template"
THREE_MINUTES = "three-sets-of-minutes-templates"
HANDOVER = "shift-handover-note-template"
PERSONAL = "个人年终工作总结三篇"
FIRE = "aldermere-volunteer-fire-brigade-annual-report-2023"
COMMUNITY_LIBRARY = "柳荫社区图书馆二〇二四年工作总结"
CLASS = "班主任学期工作总结"

QUERIES = [
    # Jobs
    ("office clerk", {OFFICE, TEMPLATE}),
    ("office clerks", {OFFICE, TEMPLATE}),
    ("admin assistant", {OFFICE, PERSONAL}),
    ("junior accountant", {OFFICE}),
    ("warehouse worker", {OFFICE}),
    ("primary school teacher", {TEACHERS, "school-kitchen-garden-report"}),
    ("music teacher", {TEACHERS}),
    ("midwife", {"community-midwives-quarterly-review"}),
    ("vet on night duty", {"veterinary-practice-night-duty-samples"}),
    ("head chef", {"four-end-of-week-notes-from-a-kitchen"}),
    ("librarian", {"library-night-shift-report-week-of-examinations"}),
    ("firefighters", {"aldermere-volunteer-fire-brigade-annual-report-2023"}),
    ("software developers", {"five-sprint-retrospectives"}),
    ("lift engineer", {"lift-mechanics-on-call-quarter"}),
    ("football coach", {"under-elevens-coachs-season-letter"}),
    # Sentences
    ("work summary for an office clerk, with blanks", {OFFICE, TEMPLATE}),
    ("how do I write an internship report", {INTERN_REPORT}),
    ("thank you letter to a donor", {"letter-of-thanks-three-samples"}),
    ("a template for the minutes of our committee meeting", {MINUTES, THREE_MINUTES}),
    ("what to say to my manager at the end of the year", {OFFICE, TEMPLATE}),
    ("report on a grant for the funder", {"final-grant-report-template"}),
    ("handing over to the next shift", {HANDOVER}),
    ("summary of a school year by a teacher", {TEACHERS, "head-of-year-seven-summer-summary"}),
    ("example of a report about an accident at work", {"incident-report-form-template"}),
    ("what went wrong when salaries were not paid", {"payroll-outage-post-incident-review"}),
    ("progress report for my PhD thesis", {"thesis-progress-report-packhorse-bridges"}),
    ("agenda for the first meeting of a new group", {"agenda-first-meeting-template"}),
    ("annual report of a volunteer fire brigade", {FIRE}),
    # Forms of words
    ("year-end summary", {OFFICE, TEMPLATE, TEACHERS, PERSONAL}),
    ("year end summaries", {OFFICE, TEMPLATE, TEACHERS}),
    ("interns", {INTERNS, MUSEUM, INTERN_REPORT}),
    ("internships", {INTERNS, MUSEUM, INTERN_REPORT}),
    ("grant reports", {"final-grant-report-template", "river-restoration-final-grant-report"}),
    ("retrospective of sprints", {"five-sprint-retrospectives"}),
    ("beekeeping", {"beekeepers-season-summary"}),
    ("translating", {"translation-bureau-quarterly-review"}),
    ("inspecting laboratories", {"moss-laboratory-safety-inspection"}),
    ("repairing books", {"book-repair-bench-third-quarter"}),
    ("midwife quarterly reviews", {"community-midwives-quarterly-review"}),
    ("handover notes", {HANDOVER, "harbour-pilots-handover-note"}),
    ("digitising maps", {"parish-maps-digitisation-project-report"}),
    ("chess clubs", {"chess-club-season-report"}),
    # Misspelt
    ("anual report", {FIRE, "thesis-progress-report-packhorse-bridges"}),
    ("comittee minutes", {MINUTES, THREE_MINUTES}),
    ("internshp summary", {INTERNS, MUSEUM}),
    ("hand over note for the habour pilot", {"harbour-pilots-handover-note"}),
    ("restarant kitchen", {"four-end-of-week-notes-from-a-kitchen"}),
    ("libary night shift", {"library-night-shift-report-week-of-examinations"}),
    ("lettter of thanks", {"letter-of-thanks-three-samples"}),
    # Chinese
    ("文员", {PERSONAL}),
    ("办公室文员年终总结", {PERSONAL}),
    ("行政助理个人工作总结", {PERSONAL}),
    ("客服年终工作总结范文", {PERSONAL}),
    ("仓管员总结", {PERSONAL}),
    ("图书馆工作总结", {COMMUNITY_LIBRARY}),
    ("会议记录模板", {"会议纪要模板"}),
    ("怎么写会议纪要", {"会议纪要模板"}),
    ("小学班主任的学期总结", {CLASS}),
    ("消防演练总结", {"消防志愿队秋季演练小结"}),
    ("茶叶生产", {"春茶季生产小结"}),
]
