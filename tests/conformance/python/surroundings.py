"""What a test is run in: the two servers that tests/conformance/run started, and an empty folder."""

import os
import tempfile
import unittest
from pathlib import Path

from authority import Authority


def given(name):
    if not os.environ.get(name):
        raise AssertionError(f"{name} is not set: start the tests with tests/conformance/run EXECUTABLE.")
    return os.environ[name]


# Served by the server that wants signatures, as tests/conformance/run starts it.
ACCOUNT = "123456789012"
UNSERVED_REGION = "sa-east-1"

ROLE = f"arn:aws:iam::{ACCOUNT}:role/JITPRole"

TEMPLATE = """{
  "Parameters": {"AWS::IoT::Certificate::Id": {"Type": "String"}, "AWS::IoT::Certificate::CommonName": {"Type": "String"}},
  "Resources": {
    "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "AWS::IoT::Certificate::CommonName"}}},
    "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}},
    "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "Fleet"}}
  }
}"""

TEMPLATE_WITHOUT_POLICY_NAME = TEMPLATE.replace('"PolicyName": "Fleet"', "")


def signed_url():
    return given("CONFORMANCE_SIGNED_URL")


def open_url():
    return given("CONFORMANCE_OPEN_URL")


def throttled_url():
    """Of the server that takes any signature and throttles as AWS does."""
    return given("CONFORMANCE_THROTTLED_URL")


def access_key():
    return given("CONFORMANCE_ACCESS_KEY_ID"), given("CONFORMANCE_SECRET_ACCESS_KEY")


class ConformanceTest(unittest.TestCase):
    def folder(self):
        """A folder that goes with the test."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def authority(self, **what):
        return Authority.make(self.folder(), **what)
