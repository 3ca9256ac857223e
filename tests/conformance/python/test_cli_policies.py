"""The AWS CLI over the operations of policies."""

import json
import secrets

from cli import CliTest

ALLOWED = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]})
DENIED = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iot:Connect", "Resource": "*"}]})


class Policies(CliTest):
    def setUp(self):
        self.mine = self.of_account(f"{secrets.randbelow(10 ** 12):012}")
        self.name = ("--policy-name", "Fleet@line=1,a+b.c")

    def document(self, text=ALLOWED):
        file = self.folder() / "policy.json"
        file.write_text(text, encoding="utf-8")
        return ("--policy-document", f"file://{file}")

    def test_a_policy_is_created_versioned_listed_and_deleted(self):
        created = self.answer("create-policy", *self.name, *self.document(), **self.mine)
        self.assertEqual((created["policyDocument"], created["policyVersionId"]), (ALLOWED, "1"))
        self.refusal("ResourceAlreadyExistsException", "create-policy", *self.name, *self.document(), **self.mine)
        self.answer("create-policy-version", *self.name, *self.document(DENIED), "--set-as-default", **self.mine)
        self.assertEqual(self.answer("get-policy", *self.name, **self.mine)["policyDocument"], DENIED)
        self.refusal("DeleteConflictException", "delete-policy", *self.name, **self.mine)
        self.refusal("DeleteConflictException", "delete-policy-version", *self.name, "--policy-version-id", "2", **self.mine)
        self.assertIsNone(self.answer("set-default-policy-version", *self.name, "--policy-version-id", "1", **self.mine))
        self.assertIsNone(self.answer("delete-policy-version", *self.name, "--policy-version-id", "2", **self.mine))
        self.assertEqual(len(self.answer("list-policy-versions", *self.name, **self.mine)["policyVersions"]), 1)
        self.assertEqual([policy["policyName"] for policy in self.answer("list-policies", **self.mine)["policies"]], [self.name[1]])
        self.assertIsNone(self.answer("delete-policy", *self.name, **self.mine))
        self.refusal("ResourceNotFoundException", "get-policy", *self.name, **self.mine)

    def test_a_malformed_document_is_told_with_its_place(self):
        message = self.refusal("MalformedPolicyException", "create-policy", *self.name, *self.document(ALLOWED.replace("Allow", "Perhaps")), **self.mine)
        self.assertIn("Effect", message)
        self.assertIn("Perhaps", message)

    def test_a_policy_is_attached_tested_and_detached(self):
        certificate = self.answer("create-keys-and-certificate", **self.mine)["certificateArn"]
        self.answer("create-policy", *self.name, *self.document(), **self.mine)
        self.assertIsNone(self.answer("attach-policy", *self.name, "--target", certificate, **self.mine))
        self.assertEqual(len(self.answer("list-attached-policies", "--target", certificate, **self.mine)["policies"]), 1)
        self.assertEqual(self.answer("list-targets-for-policy", *self.name, **self.mine)["targets"], [certificate])
        self.assertEqual(len(self.answer("get-effective-policies", "--principal", certificate, **self.mine)["effectivePolicies"]), 1)
        infos = json.dumps([{"actionType": "CONNECT", "resources": ["arn:aws:iot:us-east-2:1:client/lamp"]}])
        tested = self.answer("test-authorization", "--principal", certificate, "--auth-infos", infos, **self.mine)
        self.assertEqual(tested["authResults"][0]["authDecision"], "ALLOWED")
        self.refusal("DeleteConflictException", "delete-policy", *self.name, **self.mine)
        self.assertIsNone(self.answer("detach-policy", *self.name, "--target", certificate, **self.mine))
        self.answer("delete-policy", *self.name, **self.mine)
