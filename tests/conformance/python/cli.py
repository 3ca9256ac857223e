"""The AWS CLI as it comes, run as a process of its own."""

import json
import os
import subprocess

from surroundings import ConformanceTest, access_key, open_url, signed_url

REGION = "us-east-2"

# The CLI's exit code for an error that the service answered with.
SERVICE_ERROR = 254


class CliTest(ConformanceTest):
    def aws(self, operation, *options, region=REGION, url=None, key_id=None, secret=None, token=None):
        """Runs one `aws iot` command with the root key, unless told otherwise."""
        issued_id, issued_secret = access_key()
        environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": key_id or issued_id,
            "AWS_SECRET_ACCESS_KEY": secret or issued_secret,
            **({"AWS_SESSION_TOKEN": token} if token else {}),
        }
        return subprocess.run(
            ["/usr/bin/aws", "iot", operation, "--endpoint-url", url or signed_url(), "--region", region, *map(str, options)],
            env=environment, capture_output=True, text=True, check=False)

    def answer(self, operation, *options, **surroundings):
        """What a command that must succeed prints, read as JSON; None when it prints nothing."""
        done = self.aws(operation, *options, **surroundings)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refusal(self, name, operation, *options, retried=0, **surroundings):
        """The message of a command that must be refused by this name, as a person at a terminal reads it."""
        done = self.aws(operation, *options, **surroundings)
        called = "".join(part.upper() if part == "ca" else part.capitalize() for part in operation.split("-"))
        opening = f"An error occurred ({name}) when calling the {called} operation{f' (reached max retries: {retried})' if retried else ''}: "
        self.assertEqual((done.returncode, done.stdout), (SERVICE_ERROR, ""), done.stderr)
        self.assertTrue(done.stderr.strip().startswith(opening), done.stderr)
        return done.stderr.strip().removeprefix(opening)

    def of_account(self, account):
        """Makes a command go to the server that believes an access key id of 12 digits to be an account."""
        return {"url": open_url(), "key_id": account, "secret": "any"}

    def code(self, **surroundings):
        return self.answer("get-registration-code", **surroundings)["registrationCode"]
