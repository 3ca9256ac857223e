"""The AWS CLI over things, provisioning templates and RegisterThing."""

import json
import secrets

from cli import REGION, CliTest
from surroundings import ROLE, TEMPLATE

REGISTERING = json.dumps({
    "Parameters": {"Name": {"Type": "String"}, "Request": {"Type": "String"}},
    "Resources": {
        "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "Name"}}},
        "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"CertificateSigningRequest": {"Ref": "Request"}, "Status": "ACTIVE"}},
    }})


class Things(CliTest):
    def setUp(self):
        self.account = f"{secrets.randbelow(10 ** 12):012}"
        self.mine = self.of_account(self.account)

    def told(self, operation, *options):
        return self.answer(operation, *options, **self.mine)

    def test_a_thing_is_created_attached_listed_and_deleted(self):
        created = self.told("create-thing", "--thing-name", "buoy", "--attribute-payload", "attributes={site=dock}")
        self.assertEqual(created["thingArn"], f"arn:aws:iot:{REGION}:{self.account}:thing/buoy")
        certificate = self.told("create-keys-and-certificate", "--set-as-active")["certificateArn"]
        attachment = ("--thing-name", "buoy", "--principal", certificate)
        self.assertIsNone(self.told("attach-thing-principal", *attachment))
        self.assertEqual(self.told("list-thing-principals", "--thing-name", "buoy")["principals"], [certificate])
        self.assertEqual(self.told("list-principal-things", "--principal", certificate)["things"], ["buoy"])
        self.assertIsNone(self.told("update-thing", "--thing-name", "buoy", "--attribute-payload", "attributes={site=sea},merge=true"))
        self.assertEqual(self.told("describe-thing", "--thing-name", "buoy")["attributes"], {"site": "sea"})
        self.assertEqual([thing["thingName"] for thing in self.told("list-things", "--attribute-name", "site", "--attribute-value", "sea")["things"]], ["buoy"])
        message = self.refusal("InvalidRequestException", "delete-thing", "--thing-name", "buoy", **self.mine)
        self.assertIn("is still attached to one or more principals", message)
        self.assertIsNone(self.told("detach-thing-principal", *attachment))
        self.assertIsNone(self.told("delete-thing", "--thing-name", "buoy"))
        self.refusal("ResourceNotFoundException", "describe-thing", "--thing-name", "buoy", **self.mine)

    def test_a_template_is_created_versioned_and_deleted(self):
        name, body = ("--template-name", "buoys"), ("--template-body", TEMPLATE)
        self.told("create-provisioning-template", *name, *body, "--provisioning-role-arn", ROLE, "--type", "JITP", "--enabled")
        self.assertTrue(self.told("describe-provisioning-template", *name)["enabled"])
        self.assertEqual(self.told("create-provisioning-template-version", *name, *body, "--set-as-default")["versionId"], 2)
        self.assertEqual(len(self.told("list-provisioning-template-versions", *name)["versions"]), 2)
        self.assertEqual(self.told("describe-provisioning-template-version", *name, "--version-id", "1")["templateBody"], TEMPLATE)
        self.told("update-provisioning-template", *name, "--no-enabled", "--default-version-id", "1")
        self.told("delete-provisioning-template-version", *name, "--version-id", "2")
        self.assertEqual([one["enabled"] for one in self.told("list-provisioning-templates")["templates"]], [False])
        self.told("delete-provisioning-template", *name)
        self.refusal("ResourceNotFoundException", "describe-provisioning-template", *name, **self.mine)

    def test_a_thing_is_registered_by_a_request(self):
        request = self.authority().request().read_text(encoding="ascii")
        answer = self.told("register-thing", "--template-body", REGISTERING, "--parameters", json.dumps({"Name": "buoy", "Request": request}))
        self.assertEqual(self.told("list-thing-principals", "--thing-name", "buoy")["principals"], [answer["resourceArns"]["certificate"]])

    def test_the_endpoint_of_devices_is_told(self):
        self.assertTrue(self.told("describe-endpoint", "--endpoint-type", "iot:Data-ATS")["endpointAddress"].startswith(f"{self.account}.iot.{REGION}."))
