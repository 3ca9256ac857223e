"""boto3 over provisioning templates and their versions, and over RegisterThing by each kind of certificate."""

import json
import secrets

from authority import id_of
from boto import REGION, BotoTest
from surroundings import ROLE, TEMPLATE

ALLOWED = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}]})


def registering(**certificate):
    """A template for RegisterThing, with a certificate of these properties."""
    return json.dumps({
        "Parameters": {name: {"Type": "String"} for name in ("Name", "Certificate", "CA")},
        "Resources": {
            "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "Name"}, "AttributePayload": {"site": "dock"}}},
            "certificate": {"Type": "AWS::IoT::Certificate", "Properties": certificate},
            "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": ALLOWED}},
        }})


class TemplateTest(BotoTest):
    def setUp(self):
        self.account = f"{secrets.randbelow(10 ** 12):012}"
        self.iot = self.client_of_account(self.account)

    def made(self, name="buoys", **parameters):
        return self.iot.create_provisioning_template(**{
            "templateName": name, "templateBody": TEMPLATE, "provisioningRoleArn": ROLE, "type": "JITP", **parameters})


class Templates(TemplateTest):
    def test_a_template_is_created_described_changed_listed_and_deleted(self):
        created = self.made(description="All buoys", enabled=True, tags=[{"Key": "plant", "Value": "2"}])
        arn = f"arn:aws:iot:{REGION}:{self.account}:provisioningtemplate/buoys"
        self.assertEqual((created["templateArn"], created["templateName"], created["defaultVersionId"]), (arn, "buoys", 1))
        told = self.iot.describe_provisioning_template(templateName="buoys")
        self.assertEqual(
            (told["templateArn"], told["description"], told["enabled"], told["type"], told["templateBody"], told["provisioningRoleArn"]),
            (arn, "All buoys", True, "JITP", TEMPLATE, ROLE))
        self.assertEqual(told["creationDate"], told["lastModifiedDate"])
        self.assertEqual(self.iot.list_tags_for_resource(resourceArn=arn)["tags"], [{"Key": "plant", "Value": "2"}])
        self.iot.update_provisioning_template(templateName="buoys", description="Some buoys", enabled=False)
        told = self.iot.describe_provisioning_template(templateName="buoys")
        self.assertEqual((told["description"], told["enabled"]), ("Some buoys", False))
        for number in range(3):
            self.made(f"line-{number}", type="FLEET_PROVISIONING", templateBody=registering(CertificateId={"Ref": "Certificate"}, Status="ACTIVE"))
        pages = self.iot.get_paginator("list_provisioning_templates").paginate(PaginationConfig={"PageSize": 2})
        listed = [(one["templateName"], one["type"]) for page in pages for one in page["templates"]]
        self.assertEqual(listed, [("buoys", "JITP"), *((f"line-{number}", "FLEET_PROVISIONING") for number in range(3))])
        self.refusal("ResourceAlreadyExistsException", "create_provisioning_template", templateName="buoys", templateBody=TEMPLATE, provisioningRoleArn=ROLE)
        self.iot.delete_provisioning_template(templateName="buoys")
        for call in ("describe_provisioning_template", "update_provisioning_template", "delete_provisioning_template"):
            self.refusal("ResourceNotFoundException", call, templateName="buoys")

    def test_versions_are_added_up_to_five_chosen_and_deleted(self):
        self.made()
        for version in range(2, 6):
            added = self.iot.create_provisioning_template_version(templateName="buoys", templateBody=TEMPLATE, setAsDefault=version == 3)
            self.assertEqual((added["versionId"], added["isDefaultVersion"]), (version, version == 3))
        self.refusal("VersionsLimitExceededException", "create_provisioning_template_version", templateName="buoys", templateBody=TEMPLATE)
        self.refusal("DeleteConflictException", "delete_provisioning_template_version", templateName="buoys", versionId=3)
        self.iot.update_provisioning_template(templateName="buoys", defaultVersionId=2)
        self.iot.delete_provisioning_template_version(templateName="buoys", versionId=3)
        self.refusal("ResourceNotFoundException", "describe_provisioning_template_version", templateName="buoys", versionId=3)
        told = self.iot.describe_provisioning_template_version(templateName="buoys", versionId=2)
        self.assertEqual((told["versionId"], told["templateBody"], told["isDefaultVersion"]), (2, TEMPLATE, True))
        versions = self.iot.list_provisioning_template_versions(templateName="buoys")["versions"]
        self.assertEqual(sorted(one["versionId"] for one in versions), [1, 2, 4, 5])
        self.assertEqual([one["versionId"] for one in versions if one["isDefaultVersion"]], [2])

    def test_what_is_no_template_is_refused(self):
        for body in ("", "{", "{}", TEMPLATE.replace("AWS::IoT::Thing", "AWS::IoT::Wing"), TEMPLATE.replace('"Status": "ACTIVE"', '"Status": "PENDING"')):
            self.refusal("InvalidRequestException", "create_provisioning_template", templateName="b", templateBody=body, provisioningRoleArn=ROLE, type="JITP")
        self.made()
        self.refusal("InvalidRequestException", "create_provisioning_template_version", templateName="buoys", templateBody="{}")
        self.refusal("ResourceNotFoundException", "update_provisioning_template", templateName="buoys", defaultVersionId=7)

    def test_a_template_that_a_CA_names_stays(self):
        self.made(enabled=True)
        ca = self.register(registrationConfig={"templateName": "buoys"}, setAsActive=True, allowAutoRegistration=True)
        refused = self.refusal("DeleteConflictException", "delete_provisioning_template", templateName="buoys")["Error"]["Message"]
        self.assertIn(ca["certificateId"], refused)
        self.iot.update_ca_certificate(certificateId=ca["certificateId"], removeAutoRegistration=True)
        self.iot.delete_provisioning_template(templateName="buoys")


class RegisterThing(TemplateTest):
    def registered(self, template, **parameters):
        """What RegisterThing made: the certificate's id, its thing's and its policy's names."""
        answer = self.iot.register_thing(templateBody=template, parameters={"CA": "", **parameters})
        certificate_id = id_of(answer["certificatePem"])
        arn = f"arn:aws:iot:{REGION}:{self.account}:cert/{certificate_id}"
        self.assertEqual(answer["resourceArns"]["certificate"], arn)
        self.assertEqual(answer["resourceArns"]["thing"], f"arn:aws:iot:{REGION}:{self.account}:thing/{parameters['Name']}")
        self.assertEqual(self.iot.list_thing_principals(thingName=parameters["Name"])["principals"], [arn])
        [policy] = self.iot.list_attached_policies(target=arn)["policies"]
        self.assertEqual(answer["resourceArns"]["policy"], policy["policyArn"])
        self.assertEqual(self.iot.get_policy(policyName=policy["policyName"])["policyDocument"], ALLOWED)
        return certificate_id

    def described(self, certificate_id):
        return self.iot.describe_certificate(certificateId=certificate_id)["certificateDescription"]

    def failure(self, template, **parameters):
        refused = self.refusal("ResourceRegistrationFailureException", "register_thing", templateBody=template, parameters={"CA": "", **parameters})
        self.assertEqual(self.iot.list_things()["things"], [])
        self.assertEqual(self.iot.list_policies()["policies"], [])
        return refused["Error"]["Message"]

    def test_by_the_id_of_a_certificate_that_is_there(self):
        certificate = self.iot.create_keys_and_certificate(setAsActive=True)
        template = registering(CertificateId={"Ref": "Certificate"}, Status="ACTIVE")
        self.assertIn("There is no certificate", self.failure(template, Name="buoy", Certificate="0" * 64))
        self.assertEqual(self.registered(template, Name="buoy", Certificate=certificate["certificateId"]), certificate["certificateId"])

    def test_by_a_request_for_a_certificate(self):
        template = registering(CertificateSigningRequest={"Ref": "Certificate"}, Status="ACTIVE")
        request = self.authority().request().read_text(encoding="ascii")
        for none in ("none", request.replace("A", "B", 40)):
            self.failure(template, Name="buoy", Certificate=none)
        told = self.described(self.registered(template, Name="buoy", Certificate=request))
        self.assertEqual((told["status"], told["ownedBy"], "caCertificateId" in told), ("ACTIVE", self.account, False))

    def test_by_a_certificate_of_a_registered_CA(self):
        template = registering(CertificatePem={"Ref": "Certificate"}, CACertificatePem={"Ref": "CA"}, Status="INACTIVE")
        ca, stranger = self.authority(), self.authority()
        pem = ca.issue().read_text(encoding="ascii")
        self.failure(template, Name="buoy", Certificate=pem, CA=ca.pem)
        self.register(ca, setAsActive=True)
        self.register(stranger, setAsActive=True)
        self.failure(template, Name="buoy", Certificate="none", CA=ca.pem)
        self.failure(template, Name="buoy", Certificate=pem, CA=stranger.pem)
        certificate_id = self.registered(template, Name="buoy", Certificate=pem, CA=ca.pem)
        told = self.described(certificate_id)
        self.assertEqual((certificate_id, told["status"], told["caCertificateId"]), (id_of(pem), "INACTIVE", ca.certificate_id))
        self.assertEqual(self.registered(template, Name="buoy", Certificate=pem, CA=ca.pem), certificate_id)

    def test_what_the_template_cannot_become_is_refused(self):
        template = registering(CertificateId={"Ref": "Certificate"}, Status="ACTIVE")
        refused = self.refusal("InvalidRequestException", "register_thing", templateBody=template, parameters={"Certificate": "0" * 64})
        self.assertIn("{Ref=Name}", refused["Error"]["Message"])
        self.refusal("InvalidRequestException", "register_thing", templateBody="{}", parameters={})
