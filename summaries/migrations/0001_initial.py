import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models

from summaries.search.operations import CreateSearchIndex


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True, max_length=100, unique=True, verbose_name="slug"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=255, unique=True)),
                ("depth", models.PositiveIntegerField()),
                ("numchild", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        blank=True,
                        help_text="Part of the address. Left empty, it is made from the name.",
                        max_length=120,
                        verbose_name="slug",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "full_path",
                    models.CharField(
                        editable=False, max_length=600, unique=True, verbose_name="full path"
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "depth",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.text.Length("path"),
                                    "/",
                                    models.Value(4),
                                ),
                            )
                        ),
                        name="summaries_category_depth_of_path",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        blank=True,
                        help_text="Part of the address. Left empty, it is made from the title.",
                        max_length=130,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="One paragraph above the text, without formatting.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="In the future: the article appears then by itself.",
                        null=True,
                        verbose_name="publication time",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From then on the article is no longer public.",
                        null=True,
                        verbose_name="expiry time",
                    ),
                ),
                ("byline", models.CharField(blank=True, max_length=200, verbose_name="byline")),
                (
                    "source_name",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="source address"),
                ),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        help_text="What a repeated import finds the article by.",
                        max_length=500,
                        verbose_name="import key",
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="A language code such as “en”. Left empty, it is found from the text.",
                        max_length=16,
                        verbose_name="language",
                    ),
                ),
                ("is_featured", models.BooleanField(default=False, verbose_name="featured")),
                (
                    "comments_allowed",
                    models.BooleanField(default=True, verbose_name="comments allowed"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
                ),
                ("excerpt", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "word_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="words"),
                ),
                (
                    "part_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="parts"),
                ),
                (
                    "blank_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="blanks"),
                ),
                ("search_title", models.TextField(default="", editable=False)),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="summaries.category",
                        verbose_name="category",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.CreateModel(
            name="SourcePage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=500, unique=True, verbose_name="import key")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("original", models.TextField(verbose_name="original text")),
                ("report", models.JSONField(default=dict, verbose_name="findings")),
                (
                    "imported_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="imported"
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_page",
                        to="summaries.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "source page",
                "verbose_name_plural": "source pages",
            },
        ),
        migrations.CreateModel(
            name="ArticleTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(editable=False, null=True)),
                (
                    "content_object",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="summaries.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="summaries.category",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="summaries.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag of an article",
                "verbose_name_plural": "tags of articles",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="summaries.ArticleTag",
                to="summaries.Tag",
                verbose_name="tags",
            ),
        ),
        migrations.CreateModel(
            name="ArticleCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("language", models.CharField(max_length=16)),
                ("length", models.CharField(max_length=6)),
                ("has_blanks", models.BooleanField()),
                ("articles", models.IntegerField()),
                ("parts", models.IntegerField()),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="summaries.category",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "year", "language", "length", "has_blanks"),
                        name="summaries_articlecount_cell",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="May be empty when it is the article's only part.",
                        max_length=300,
                        verbose_name="title",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "anchor",
                    models.SlugField(
                        allow_unicode=True,
                        db_index=False,
                        editable=False,
                        max_length=60,
                        verbose_name="anchor",
                    ),
                ),
                (
                    "word_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="words"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="summaries.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "part",
                "verbose_name_plural": "parts",
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(fields=["article", "position"], name="summaries_part_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "anchor"), name="summaries_part_anchor"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("changes", models.JSONField(default=list, verbose_name="changes")),
                ("snapshot", models.BinaryField()),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="summaries.article",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "number"), name="summaries_revision_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TagCount",
            fields=[
                (
                    "tag",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="kept_count",
                        serialize=False,
                        to="summaries.tag",
                    ),
                ),
                ("articles", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("articles"), descending=True),
                        models.F("tag"),
                        name="summaries_tagcount_most",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=620, unique=True, verbose_name="old address")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="summaries.article",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="summaries.category",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="summaries.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("category", None), ("tag", None)),
                            models.Q(("article", None), ("category__isnull", False), ("tag", None)),
                            models.Q(("article", None), ("category", None), ("tag__isnull", False)),
                            _connector="OR",
                        ),
                        name="summaries_redirect_one_target",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="articletag",
            index=models.Index(
                models.F("tag"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("content_object"), descending=True),
                models.F("expires_at"),
                name="summaries_articletag_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="articletag",
            index=models.Index(
                models.F("tag"),
                models.F("category"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("content_object"), descending=True),
                models.F("expires_at"),
                name="summaries_articletag_in_categ",
            ),
        ),
        migrations.AddConstraint(
            model_name="articletag",
            constraint=models.UniqueConstraint(
                fields=("content_object", "tag"), name="summaries_articletag_once"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("expires_at"),
                models.F("category"),
                models.F("language"),
                name="summaries_article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("expires_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("expires_at__isnull", False)),
                name="summaries_article_expiry",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("category"),
                models.F("status"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("expires_at"),
                name="summaries_article_in_category",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("is_featured", True)),
                name="summaries_article_featured",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("status"),
                models.F("category"),
                models.F("language"),
                name="summaries_article_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("source_key",),
                name="summaries_article_source_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="summaries_article_published_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="summaries_article_has_slug"
            ),
        ),
        CreateSearchIndex("article"),
    ]
