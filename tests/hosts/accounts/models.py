from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class UserManager(BaseUserManager):
    def create_superuser(self, email, **fields):
        return self.create(email=email, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A user known by an email address, and not told whether staff or not."""

    email = models.EmailField(unique=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
