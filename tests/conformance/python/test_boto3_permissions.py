"""boto3 with a key of its own account: what its policy does not allow is refused by the name that AWS gives it."""

from botocore.exceptions import ClientError

from administration import allow, key_of, new_account
from boto import BotoTest

REGISTER = {"Effect": "Allow", "Action": "iot:RegisterCACertificate", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestTag/team": "core"}}}


class Permissions(BotoTest):
    def setUp(self):
        self.account = new_account()
        key_id, secret, _ = key_of(self.account, "--principal", "ci")
        self.iot = self.client(key_id=key_id, secret=secret)

    def denied(self, call, **parameters):
        """The operations' models do not declare this error, so boto3 raises it as a ClientError with its name."""
        with self.assertRaises(ClientError) as raised:
            getattr(self.iot, call)(**parameters)
        response = raised.exception.response
        self.assertEqual((response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]), ("AccessDeniedException", 403))
        return response["Error"]["Message"]

    def test_what_no_policy_allows_is_denied_in_the_words_of_aws(self):
        self.assertEqual(
            self.denied("list_ca_certificates"),
            f"User: arn:aws:iam::{self.account}:user/ci is not authorized to perform: iot:ListCACertificates on resource: * "
            "because no identity-based policy allows the iot:ListCACertificates action")

    def test_a_key_for_one_team_registers_its_cas_and_no_others(self):
        allow(self.account, "ci", REGISTER)
        authority = self.authority()
        parameters = {"caCertificate": authority.pem, "certificateMode": "SNI_ONLY"}
        self.denied("register_ca_certificate", **parameters)
        self.denied("register_ca_certificate", tags=[{"Key": "team", "Value": "edge"}], **parameters)
        answer = self.iot.register_ca_certificate(tags=[{"Key": "team", "Value": "core"}], **parameters)
        self.assertEqual(answer["certificateArn"].split(":")[4], self.account)

    def test_an_explicit_deny_wins(self):
        allow(self.account, "ci", {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}, {"Effect": "Deny", "Action": "iot:List*", "Resource": "*"})
        self.assertIn("with an explicit deny in an identity-based policy", self.denied("list_ca_certificates"))
        self.iot.describe_endpoint(endpointType="iot:Data-ATS")

    def test_a_temporary_key_signs_with_its_session_token(self):
        allow(self.account, "ci", {"Effect": "Allow", "Action": "iot:ListCACertificates", "Resource": "*"})
        key_id, secret, token = key_of(self.account, "--principal", "ci", "--expires-in", "15m")
        self.assertEqual(self.client(key_id=key_id, secret=secret, token=token).list_ca_certificates()["certificates"], [])
