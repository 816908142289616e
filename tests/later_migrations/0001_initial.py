from importlib import import_module

Migration = import_module("summaries.migrations.0001_initial").Migration
