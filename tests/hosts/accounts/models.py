import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager):
    def create_superuser(self, email, **fields):
        return self.create(email=email, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A user known by an email address, by no number, and not told whether staff or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
