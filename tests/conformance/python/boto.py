"""boto3 as it comes, pointed at the servers under test."""

import boto3
from botocore.config import Config

from surroundings import ConformanceTest, access_key, open_url, signed_url

REGION = "us-east-1"


def client(region=REGION, key_id=None, secret=None, token=None, retries=None):
    """A client of the server that wants signatures, with its root key unless told otherwise."""
    issued_id, issued_secret = access_key()
    return boto3.client(
        "iot", endpoint_url=signed_url(), region_name=region, aws_access_key_id=key_id or issued_id,
        aws_secret_access_key=secret or issued_secret, aws_session_token=token, config=Config(retries=retries or {}))


class BotoTest(ConformanceTest):
    def setUp(self):
        self.iot = self.client()

    def client(self, *arguments, **parameters):
        return self.closed_after_the_test(client(*arguments, **parameters))

    def client_of_account(self, account):
        """A client of the server that believes an access key id of 12 digits to be an account."""
        return self.closed_after_the_test(boto3.client(
            "iot", endpoint_url=open_url(), region_name=REGION, aws_access_key_id=account, aws_secret_access_key="any"))

    def closed_after_the_test(self, iot):
        self.addCleanup(iot.close)
        return iot

    def code(self):
        return self.iot.get_registration_code()["registrationCode"]

    def proof(self, authority):
        return authority.prove(self.code()).read_text(encoding="ascii")

    def register(self, authority=None, **parameters):
        """Registers without a proof, which most tests are not about."""
        authority = authority or self.authority()
        return self.iot.register_ca_certificate(caCertificate=authority.pem, certificateMode="SNI_ONLY", **parameters)

    def refusal(self, name, call, *arguments, **parameters):
        """The error as boto3 raises it, by the class that its users catch; sent once, since a 4xx is not retried."""
        sent = []
        self.iot.meta.events.register("before-send.iot", lambda request, **_: sent.append(request), unique_id="count")
        with self.assertRaises(getattr(self.iot.exceptions, name)) as raised:
            getattr(self.iot, call)(*arguments, **parameters)
        self.iot.meta.events.unregister("before-send.iot", unique_id="count")
        response = raised.exception.response
        self.assertEqual(response["Error"]["Code"], name)
        self.assertEqual((len(sent), response["ResponseMetadata"]["RetryAttempts"]), (1, 0), "a 4xx was sent again")
        return response
