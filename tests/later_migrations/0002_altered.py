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
        migrations.AlterField(
            "publicstate", "text", models.DecimalField(max_digits=20, decimal_places=0)
        ),
    ]
