"""boto3 at a server that throttles as AWS does: its users lose no call, and who does not want to wait learns what it is."""

import boto3
from botocore.config import Config

from boto import REGION, BotoTest
from surroundings import throttled_url


class Throttles(BotoTest):
    def client_with(self, account, retries):
        return self.closed_after_the_test(boto3.client(
            "iot", endpoint_url=throttled_url(), region_name=REGION, aws_access_key_id=account, aws_secret_access_key="any", config=Config(retries=retries)))

    def retried(self, account, mode):
        iot = self.client_with(account, {"mode": mode, "total_max_attempts": 10})
        return sum(iot.list_ca_certificates()["ResponseMetadata"]["RetryAttempts"] for _ in range(25))

    def test_calls_beyond_the_rate_are_tried_again_until_they_are_answered(self):
        for account, mode in (("600000000001", "standard"), ("600000000002", "legacy"), ("600000000003", "adaptive")):
            with self.subTest(mode):
                self.assertGreater(self.retried(account, mode), 0)

    def test_who_does_not_retry_gets_the_error_by_the_class_that_aws_has_for_it(self):
        iot = self.client_with("600000000004", {"mode": "standard", "total_max_attempts": 1})
        with self.assertRaises(iot.exceptions.ThrottlingException) as raised:
            for _ in range(100):
                iot.list_ca_certificates()
        response = raised.exception.response
        self.assertEqual((response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]), ("ThrottlingException", 400))
        self.assertEqual(response["ResponseMetadata"]["HTTPHeaders"]["retry-after"], "1")
