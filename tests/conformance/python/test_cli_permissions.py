"""The AWS CLI with a key of its own account prints what it may not do."""

from administration import allow, key_of, new_account
from cli import CliTest


class Permissions(CliTest):
    def test_a_denied_command_names_who_may_not_do_what(self):
        account = new_account()
        key_id, secret, _ = key_of(account, "--principal", "ci")
        message = self.refusal("AccessDeniedException", "describe-endpoint", key_id=key_id, secret=secret)
        self.assertEqual(
            message,
            f"User: arn:aws:iam::{account}:user/ci is not authorized to perform: iot:DescribeEndpoint on resource: * "
            "because no identity-based policy allows the iot:DescribeEndpoint action")
        allow(account, "ci", {"Effect": "Allow", "Action": "iot:DescribeEndpoint", "Resource": "*"})
        self.assertIn(account, self.answer("describe-endpoint", key_id=key_id, secret=secret)["endpointAddress"])
