"""What editors do at the desk of a host's admin sites; what a site has no page of is left out."""

import io
import random
import re

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image as Picture

from summaries.document import Document, Part
from summaries.models import Article, Draft, Image, Job, ReviewStep, Twin, Upload
from tests.library import posted_parts, submitted

# A number that is grouped in thousands where a program reads it.
GROUPED = re.compile(r'(?:href|value|action|name|data-[a-z-]+)="[^"]*\b\d{1,3},\d{3}\b[^"]*"')
WORDS = "ferry harbour ledger invoice meeting village teacher lesson window garden".split()
SAME = f"<p>{' '.join(random.Random(1).choices(WORDS, k=200))}</p>"
PAGE = b"The ferry\n\nIt crosses at six, and comes back when the last passenger is aboard.\n"


def person(name):
    """Somebody who may do everything, and their client."""
    user = get_user_model()
    fields = {user.USERNAME_FIELD: name}
    found = user.objects.filter(**fields).first() or user.objects.create_superuser(**fields)
    client = Client()
    client.force_login(found)
    return found, client


class DeskVisit:
    """Editors' ways through one admin site of the host; each deed returns what was seen."""

    def __init__(self, site):
        self.site = site
        self.user, self.client = person("ada@example.org")
        self.other, self.others_client = person("bob@example.org")

    def seen(self):
        deeds = (
            *(self.desk, self.quick_search, self.keep_a_draft, self.collide, self.look_back),
            *(self.show_others, self.review, self.use_the_bin, self.look_at_findings),
            *(self.change_many, self.import_files, self.upload_an_image, self.settle_twins),
            self.leave,
        )
        return {deed.__name__: deed() for deed in deeds}

    # How it is done

    def url(self, page, *args):
        return reverse(f"{self.site}:{page}", args=args)

    def article(self, page, *args):
        return self.url(f"summaries_article_{page}", *args)

    def has(self, model):
        try:
            return bool(self.url(f"summaries_{model}_changelist"))
        except NoReverseMatch:
            return False

    def get(self, url, client=None):
        page = (client or self.client).get(url)
        assert page.status_code == 200, (url, page.status_code, page.headers.get("Location"))
        if grouped := GROUPED.search(page.content.decode()):
            raise AssertionError((url, grouped[0]))
        return page

    def post(self, url, data, status=302, client=None):
        page = (client or self.client).post(url, data)
        if page.status_code != status:
            form = page.context and (page.context.get("form") or page.context.get("adminform"))
            errors = getattr(getattr(form, "form", form), "errors", "")
            raise AssertionError((url, page.status_code, str(errors)))
        return page

    def make(self, title, body="<p>It was mild.</p>", **fields):
        document = Document(title, (Part("", body),), category=("Office",), **fields)
        return Article().apply_document(document, by=self.user)

    # The deeds

    def desk(self):
        """Whether the app's page has the desk; it opens either way."""
        content = self.get(self.url("app_list", "summaries")).content.decode()
        return "summaries-desk" in content and self.article("quick") in content

    def quick_search(self):
        return "Spring report" in self.get(self.article("quick") + "?q=spri").content.decode()

    def keep_a_draft(self):
        """The title of the working copy that opens again, and that of its preview."""
        data = submitted(self.get(self.article("add")))
        data |= {"title": "Half a form", **posted_parts([Part(body="<p>Sleet.</p>")])}
        key = self.post(self.article("add_draft"), data, status=200).json()["key"]
        form = self.get(f"{self.article('add')}?draft={key}").context["adminform"].form
        page = self.get(reverse("summaries:draft_preview", args=[key]))
        assert Draft.objects.get(pk=key).user == self.user
        desk = self.get(self.url("app_list", "summaries")).content.decode()
        return [form["title"].value(), "Sleet." in page.content.decode(), key in desk]

    def collide(self):
        """What two editors have typed into the same field, and what was typed beside it."""
        article = self.make("Both")
        url = self.article("change", article.pk)
        mine, theirs = submitted(self.get(url)), submitted(self.get(url, self.others_client))
        self.post(url, theirs | {"title": "Theirs"}, client=self.others_client)
        kept = self.post(url, mine | {"title": "Mine", "lead": "Wet."})
        page = self.get(kept["Location"])
        (collision,) = page.context["collisions"]
        choice = {f"choice-{collision.place}": "mine"}
        self.post(kept["Location"], submitted(page) | choice)
        article.refresh_from_db()
        return [article.title, article.lead, article.updated_by == self.user]

    def look_back(self):
        """The version after a restore."""
        article = Article.objects.get(title="Mine")
        self.get(self.article("history", article.pk))
        self.get(self.article("revision", article.pk, 2))
        self.get(self.article("compare", article.pk) + "?from=1&to=3")
        self.post(self.article("restore", article.pk, 1), {})
        return [Article.objects.get(pk=article.pk).title, article.revisions.first().number]

    def show_others(self):
        """What a link shows to a visitor, and the page of what is due."""
        article = Article.objects.get(title="Both")
        self.get(self.article("due"))
        shared = self.client.post(f"{self.article('share')}?article={article.pk}", {"make": ""})
        page = Client().get(shared.context["link"])
        return [page.status_code, "It was mild." in page.content.decode()]

    def review(self):
        """What became of an article that was submitted, sent back, and accepted."""
        article = self.make("To review", status="review")
        url, states = self.article("review", article.pk), []
        for press in ({"_send_back": "", "note": "Longer."}, {"_accept": ""}):
            Article.objects.filter(pk=article.pk).edit(status="review")
            assert url in self.get(self.article("review_queue")).content.decode()
            assert url in self.get(self.url("app_list", "summaries")).content.decode()
            form = self.get(url).context["form"]
            self.post(url, {"seen": form["seen"].value(), **press})
            states.append(Article.objects.get(pk=article.pk).status)
        assert ReviewStep.objects.filter(article=article, user=self.user.pk).count() == 2
        return states

    def use_the_bin(self):
        """How many articles are in it, and left in it."""
        article = self.make("Gone")
        self.post(self.article("delete", article.pk), {"post": "yes"})
        page = self.get(self.article("bin"))
        self.post(self.article("bin"), {"restore": article.pk})
        self.get(self.article("change", article.pk))
        return [page.context["total"].number, Article.objects.in_bin().count()]

    def look_at_findings(self):
        """The kinds that were found in a text, and whether a repair was accepted."""
        article = self.make("To mend", "<p>Ferries ,boats and and ships cross the bay.</p>")
        self.post(self.article("attention"), {"_look": ""})
        kinds = self.get(self.article("attention")).context["kinds"]
        finding = article.findings.exclude(suggestion=None).first()
        self.get(f"{self.article('attention')}?kind={finding.kind}")
        self.get(f"{self.article('accept')}?kind={finding.kind}")
        self.post(self.article("attention"), {"_accept": finding.pk})
        assert Article.objects.get(pk=article.pk).version == 2
        return bool(kinds)

    def change_many(self):
        """The states of a job that was confirmed and undone; ``None`` without pages of jobs."""
        articles = [self.make(f"Many {number}", status="published") for number in range(2)]
        page = self.get(self.article("changelist"))
        actions = [name for name, _label in page.context["action_form"].fields["action"].choices]
        if not self.has("job"):
            assert "archive" not in actions
            return None
        chosen = {"action": "archive", "_selected_action": [one.pk for one in articles]}
        question = self.post(self.article("changelist"), chosen)["Location"]
        self.get(question)
        self.post(question, {"consent": "on"})
        call_command("run_jobs", once=True, stdout=io.StringIO())
        job = Job.objects.get(note=self.get(question).context["job"].note, undoes=None)
        assert (job.user, job.changed) == (self.user, 2)
        self.post(question, {"_undo": ""})
        call_command("run_jobs", once=True, stdout=io.StringIO())
        self.get(self.url("summaries_job_changelist"))
        job.refresh_from_db()
        return [job.state, Article.objects.get(pk=articles[0].pk).status]

    def import_files(self):
        """Of the pages of an upload, how many were taken in."""
        if not self.has("upload"):
            return None
        self.get(self.url("summaries_upload_add"))
        files = {"files": SimpleUploadedFile("ferry.txt", PAGE), "status": "draft"}
        overview = self.post(self.url("summaries_upload_add"), files)["Location"]
        call_command("run_jobs", once=True, stdout=io.StringIO())
        (page,) = self.get(overview).context["pages"]
        one = self.url("summaries_upload_page", page.upload_id, page.pk)
        typed = {bound.html_name: bound.value() or "" for bound in self.get(one).context["form"]}
        office = Article.objects.get(title="Both").category_id
        self.post(one, typed | {"category": office, "_save": ""})
        self.post(overview, {"_take_all": ""})
        call_command("run_jobs", once=True, stdout=io.StringIO())
        self.get(self.url("summaries_upload_changelist"))
        upload = Upload.objects.get(pk=page.upload_id)
        assert upload.user == self.user
        return [page.state for page in upload.pages.all()]

    def upload_an_image(self):
        """The size of an image that a text shows; ``None`` where nobody can upload one."""
        if not self.has("image"):
            return None
        data = io.BytesIO()
        Picture.new("RGB", (40, 30), self.site.encode()[0]).save(data, "PNG")
        file = SimpleUploadedFile("pier.png", data.getvalue())
        said = self.post(self.url("summaries_image_upload"), {"file": file}, status=200).json()
        self.get(self.url("summaries_image_changelist"))
        self.get(self.url("summaries_image_change", said["key"]))
        image = Image.objects.get(pk=said["key"])
        assert image.uploaded_by == self.user
        figure = f'<figure><img src="image:{image.key}" alt="A pier"></figure>'
        article = self.make("A pier", figure, status="published")
        assert image.picture.url in self.get(article.get_absolute_url(), Client()).content.decode()
        return [said["width"], said["height"]]

    def settle_twins(self):
        """What became of the younger one of two articles with the same text."""
        articles = [self.make(f"Twin {number}", SAME) for number in range(2)]
        call_command("find_duplicates", stdout=io.StringIO())
        (twin,) = Twin.objects.of([articles[0].pk])
        if not self.has("twin"):
            return None
        self.get(self.url("summaries_twin_changelist"))
        url = self.url("summaries_twin_change", twin.pk)
        self.get(url)
        self.post(url, {"settle": "", "stays": articles[0].pk})
        twin.refresh_from_db()
        assert twin.decided_by == self.user
        return Article.objects.get(pk=articles[1].pk).status

    def leave(self):
        """Whether all is there, and every list opens, after its editor was deleted."""
        counted = {model: model.objects.count() for model in (Draft, Job, ReviewStep, Upload)}
        self.user.delete()
        for page in ("changelist", "attention", "review_queue", "bin", "due"):
            self.get(self.article(page), self.others_client)
        for model in ("job", "upload", "image", "twin"):
            if self.has(model):
                self.get(self.url(f"summaries_{model}_changelist"), self.others_client)
        for article in Article.objects.filter(status="draft"):
            self.get(self.article("change", article.pk), self.others_client)
        for job in Job.objects.all() if self.has("job") else ():
            self.get(self.url("summaries_job_change", job.pk), self.others_client)
        assert not Draft.objects.exclude(user=None).exists()
        return counted == {model: model.objects.count() for model in counted}
