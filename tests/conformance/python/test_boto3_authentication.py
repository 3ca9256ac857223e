"""boto3 signs; what is signed wrongly is refused by the name that AWS gives it."""

import datetime
import sys
import types
from unittest import mock

import boto3
import botocore.auth
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from boto import BotoTest
from surroundings import UNSERVED_REGION, signed_url


def clock_off_by(minutes):
    """botocore's signer (its own, or the native one where awscrt is installed), and nothing else, with a clock that is wrong."""
    class Shifted(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return datetime.datetime.utcnow() + datetime.timedelta(minutes=minutes)
    signer = sys.modules[botocore.auth.AUTH_TYPE_MAPS["v4"].__module__]
    return mock.patch.object(signer, "datetime", types.SimpleNamespace(datetime=Shifted, timezone=datetime.timezone))


class Authentication(BotoTest):
    def refused(self, iot, code):
        """These errors are in no operation's model, so boto3 has no class for them and raises ClientError."""
        sent = []
        iot.meta.events.register("before-send.iot", lambda request, **_: sent.append(request))
        with self.assertRaises(ClientError) as raised:
            iot.get_registration_code()
        response = raised.exception.response
        self.assertEqual((response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]), (code, 403))
        self.assertEqual((len(sent), response["ResponseMetadata"]["RetryAttempts"]), (1, 0), "a 403 was sent again")
        return response["Error"]["Message"]

    def test_this_botocore_signs_for_execute_api_and_is_taken(self):
        sent = []
        self.iot.meta.events.register("before-send.iot", lambda request, **_: sent.append(request.headers["Authorization"].decode("ascii")))
        self.code()
        self.assertIn("/us-east-1/execute-api/aws4_request", sent[0])

    def test_a_wrong_secret_is_an_invalid_signature(self):
        self.assertIn("does not match the signature you provided", self.refused(self.client(secret="wrong"), "InvalidSignatureException"))

    def test_a_key_that_was_not_issued_is_an_unrecognized_client(self):
        key = "AKIAIOSFODNN7EXAMPLE"
        message = self.refused(self.client(key_id=key), "UnrecognizedClientException")
        self.assertTrue(message.startswith("The security token included in the request is invalid."), message)
        self.assertIn(key, message)

    def test_a_session_token_that_was_not_issued_is_an_unrecognized_client(self):
        message = self.refused(self.client(token="made up"), "UnrecognizedClientException")
        self.assertTrue(message.startswith("The security token included in the request is invalid."), message)

    def test_no_signature_is_a_missing_token(self):
        unsigned = Config(signature_version=UNSIGNED)
        iot = self.closed_after_the_test(boto3.client("iot", endpoint_url=signed_url(), region_name="us-east-1", config=unsigned))
        self.refused(iot, "MissingAuthenticationTokenException")

    def test_a_region_that_is_not_served_is_named_beside_those_that_are(self):
        message = self.refused(self.client(UNSERVED_REGION), "InvalidSignatureException")
        self.assertIn(f"'{UNSERVED_REGION}'", message)
        self.assertIn("us-east-1", message)

    def test_clocks_may_differ_by_four_minutes(self):
        for minutes in (-4, 4):
            with clock_off_by(minutes):
                self.code()

    def test_a_clock_that_is_six_minutes_slow_makes_an_expired_signature(self):
        with clock_off_by(-6):
            self.assertTrue(self.refused(self.iot, "InvalidSignatureException").startswith("Signature expired: "))

    def test_a_clock_that_is_six_minutes_fast_makes_a_signature_not_yet_current(self):
        with clock_off_by(6):
            self.assertTrue(self.refused(self.iot, "InvalidSignatureException").startswith("Signature not yet current: "))

    def test_no_retry_mode_sends_a_refused_request_again(self):
        for mode in ("legacy", "standard", "adaptive"):
            self.refused(self.client(secret="wrong", retries={"mode": mode, "max_attempts": 3}), "InvalidSignatureException")
