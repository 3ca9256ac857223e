"""Accounts, keys and policies are made with the command line, as an operator makes them."""

import json
import os
import secrets
import subprocess
import tempfile
from pathlib import Path

from surroundings import access_key, given, signed_url


def anchorage(*arguments, key=None):
    key_id, secret = key or access_key()
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_ENDPOINT_URL": signed_url(), "AWS_REGION": "us-east-1"}
    done = subprocess.run([given("CONFORMANCE_EXECUTABLE"), *arguments], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def new_account():
    """A new account, and a function that makes keys of its principals."""
    account = f"{secrets.randbelow(10 ** 12):012}"
    anchorage("account", "create", account)
    return account


def key_of(account, *options):
    """The id and secret of a new key, and its session token when it is temporary."""
    key = json.loads(anchorage("key", "create", "--account", account, "--output", "json", *options))
    return key["accessKeyId"], key["secretAccessKey"], key.get("sessionToken")


def allow(account, principal, *statements):
    """Gives a principal a policy of these statements, in place of the one it had."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "policy.json"
        document.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}), encoding="utf-8")
        anchorage("policy", "put", "only", "--account", account, "--principal", principal, "--document", str(document))
