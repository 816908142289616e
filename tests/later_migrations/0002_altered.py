import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("summaries", "0001_initial")]
    operations = [
        migrations.AlterField("article", "title", models.CharField(max_length=400)),
        migrations.AlterField("article", "language", models.CharField(max_length=20)),
        migrations.AlterField("part", "title", models.CharField(max_length=400)),
        migrations.AlterField("tag", "name", models.CharField(max_length=200, unique=True)),
        migrations.AlterField("category", "name", models.CharField(max_length=200)),
        migrations.AlterField(
            "articletag",
            "public_from",
            models.DateTimeField(null=True, default=None, db_default=django.utils.timezone.now()),
        ),
        migrations.AlterField("revision", "note", models.CharField(max_length=400, blank=True)),
        migrations.AlterField("redirect", "path", models.CharField(max_length=700, unique=True)),
        migrations.AlterField("sourcepage", "digest", models.CharField(max_length=80)),
        migrations.AlterField("articlecount", "length", models.CharField(max_length=9)),
        migrations.AlterField("tagcount", "articles", models.BigIntegerField()),
        # What editors have in hand
        migrations.AlterField("draft", "revision", models.BigIntegerField(default=0)),
        migrations.AlterField("reviewstep", "anchor", models.CharField(max_length=90, blank=True)),
        migrations.AlterField("image", "credit", models.CharField(max_length=400, blank=True)),
        migrations.AlterField("finding", "kind", models.CharField(max_length=90)),
        migrations.AlterField("checkup", "rules", models.CharField(max_length=20, db_index=True)),
        migrations.AlterField("job", "note", models.CharField(max_length=300, blank=True)),
        migrations.AlterField("jobchange", "before", models.BigIntegerField()),
        migrations.AlterField("upload", "name", models.CharField(max_length=300)),
        migrations.AlterField("uploadedpage", "path", models.CharField(max_length=500)),
        migrations.AlterField("twin", "parts", models.BigIntegerField()),
        migrations.AlterField("fingerprint", "digest", models.CharField(max_length=40)),
        migrations.AlterField("categorychange", "created_at", models.DateTimeField()),
        migrations.AlterField("formername", "name", models.CharField(max_length=300)),
        migrations.AlterField("synonym", "words", models.CharField(max_length=2000)),
        migrations.AlterField(
            "mistakereport", "anchor", models.CharField(max_length=90, blank=True)
        ),
        migrations.AlterField(
            "publicstate", "text", models.DecimalField(max_digits=20, decimal_places=0)
        ),
    ]
