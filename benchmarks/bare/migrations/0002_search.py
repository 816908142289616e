from django.db import migrations

from benchmarks.bare.search import INSTALL


def install(apps, schema_editor):
    for statement in INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("bare", "0001_initial")]
    operations = [migrations.RunPython(install)]
