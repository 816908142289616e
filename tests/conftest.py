import pytest
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hash passwords the quick way: the real one is slow on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
