"""boto3 changes, tags and deletes CAs, and raises each modelled error on the way as its own class."""

from boto import BotoTest
from surroundings import ACCOUNT, ROLE, TEMPLATE, TEMPLATE_WITHOUT_POLICY_NAME

UNKNOWN = "0" * 64


class LifecycleTest(BotoTest):
    def setUp(self):
        super().setUp()
        self.registered = self.register(tags=[{"Key": "plant", "Value": "2"}])
        self.id, self.arn = self.registered["certificateId"], self.registered["certificateArn"]

    def update(self, **parameters):
        answer = self.iot.update_ca_certificate(certificateId=self.id, **parameters)
        self.assertEqual((answer["ResponseMetadata"]["HTTPStatusCode"], len(answer)), (200, 1))

    def described(self):
        return self.iot.describe_ca_certificate(certificateId=self.id)

    def description(self, *members):
        return tuple(self.described()["certificateDescription"][member] for member in members)


class Updating(LifecycleTest):
    def test_status_and_auto_registration_are_changed_each_by_itself(self):
        self.update(newStatus="ACTIVE")
        self.assertEqual(self.description("status", "autoRegistrationStatus", "customerVersion"), ("ACTIVE", "DISABLE", 2))
        self.update(newAutoRegistrationStatus="ENABLE")
        self.assertEqual(self.description("status", "autoRegistrationStatus", "customerVersion"), ("ACTIVE", "ENABLE", 3))
        self.update(newStatus="INACTIVE", newAutoRegistrationStatus="DISABLE")
        self.assertEqual(self.description("status", "autoRegistrationStatus", "customerVersion"), ("INACTIVE", "DISABLE", 4))

    def test_what_is_so_already_changes_nothing(self):
        before = self.described()["certificateDescription"]
        self.update()
        self.update(newStatus="INACTIVE", removeAutoRegistration=False)
        self.assertEqual(self.described()["certificateDescription"], before)

    def test_a_change_moves_the_date(self):
        self.update(newStatus="ACTIVE")
        created, modified = self.description("creationDate", "lastModifiedDate")
        self.assertLess(created, modified)

    def test_a_config_comes_and_goes(self):
        config = {"templateBody": TEMPLATE, "roleArn": ROLE}
        self.update(newAutoRegistrationStatus="ENABLE", registrationConfig=config, removeAutoRegistration=False)
        self.assertEqual(self.described()["registrationConfig"], config)
        self.update(removeAutoRegistration=True)
        self.assertNotIn("registrationConfig", self.described())
        self.assertEqual(self.description("autoRegistrationStatus"), ("DISABLE",))

    def test_a_contradiction_is_an_invalid_request(self):
        refused = self.refusal("InvalidRequestException", "update_ca_certificate", certificateId=self.id,
                               removeAutoRegistration=True, newAutoRegistrationStatus="ENABLE")
        self.assertIn("removeAutoRegistration is true and newAutoRegistrationStatus is ENABLE", refused["Error"]["Message"])

    def test_a_status_that_is_none_is_an_invalid_request(self):
        refused = self.refusal("InvalidRequestException", "update_ca_certificate", certificateId=self.id, newStatus="REVOKED")
        self.assertIn("wanted ACTIVE or INACTIVE", refused["Error"]["Message"])

    def test_a_template_is_judged_as_at_registration(self):
        refused = self.refusal("InvalidRequestException", "update_ca_certificate", certificateId=self.id,
                               registrationConfig={"templateBody": TEMPLATE_WITHOUT_POLICY_NAME, "roleArn": ROLE})
        self.assertIn("Neither policyName nor policyDocument is present", refused["Error"]["Message"])

    def test_a_template_that_is_not_there_is_not_found(self):
        self.refusal("ResourceNotFoundException", "update_ca_certificate", certificateId=self.id, registrationConfig={"templateName": "none"})

    def test_an_unknown_ca_is_not_found(self):
        self.refusal("ResourceNotFoundException", "update_ca_certificate", certificateId=UNKNOWN, newStatus="ACTIVE")


class Deleting(LifecycleTest):
    def test_an_inactive_ca_is_deleted_and_may_come_again(self):
        (generation,) = self.description("generationId")
        pem = self.described()["certificateDescription"]["certificatePem"]
        self.iot.delete_ca_certificate(certificateId=self.id)
        self.refusal("ResourceNotFoundException", "describe_ca_certificate", certificateId=self.id)
        self.refusal("ResourceNotFoundException", "delete_ca_certificate", certificateId=self.id)
        self.iot.register_ca_certificate(caCertificate=pem, certificateMode="SNI_ONLY")
        self.assertNotEqual(self.description("generationId"), (generation,))
        self.assertEqual(self.iot.list_tags_for_resource(resourceArn=self.arn)["tags"], [])

    def test_an_active_ca_is_in_the_wrong_state(self):
        self.update(newStatus="ACTIVE")
        refused = self.refusal("CertificateStateException", "delete_ca_certificate", certificateId=self.id)
        self.assertEqual(refused["ResponseMetadata"]["HTTPStatusCode"], 406)
        self.assertIn(f"Id: {self.id}", refused["Error"]["Message"])
        self.assertIn("update-ca-certificate", refused["Error"]["Message"])


class Tagging(LifecycleTest):
    def tags(self):
        return {tag["Key"]: tag["Value"] for tag in self.iot.list_tags_for_resource(resourceArn=self.arn)["tags"]}

    def test_tags_are_set_overwritten_and_removed(self):
        self.iot.tag_resource(resourceArn=self.arn, tags=[{"Key": "plant", "Value": "3"}, {"Key": "line", "Value": ""}])
        self.assertEqual(self.tags(), {"plant": "3", "line": ""})
        self.iot.untag_resource(resourceArn=self.arn, tagKeys=["plant", "never-there"])
        self.assertEqual(self.tags(), {"line": ""})

    def test_more_than_fifty_exceed_the_limit(self):
        refused = self.refusal("LimitExceededException", "tag_resource", resourceArn=self.arn,
                               tags=[{"Key": f"key{number}", "Value": ""} for number in range(50)])
        self.assertEqual(refused["ResponseMetadata"]["HTTPStatusCode"], 410)
        self.assertEqual(self.tags(), {"plant": "2"})

    def test_a_reserved_key_is_an_invalid_request(self):
        self.refusal("InvalidRequestException", "tag_resource", resourceArn=self.arn, tags=[{"Key": "aws:x", "Value": ""}])
        self.refusal("InvalidRequestException", "untag_resource", resourceArn=self.arn, tagKeys=["aws:x"])

    def test_a_resource_that_is_not_there_is_not_found(self):
        unknown = self.arn.replace(self.id, UNKNOWN)
        self.refusal("ResourceNotFoundException", "tag_resource", resourceArn=unknown, tags=[])
        self.refusal("ResourceNotFoundException", "untag_resource", resourceArn=unknown, tagKeys=["a"])
        self.refusal("ResourceNotFoundException", "list_tags_for_resource", resourceArn=unknown)

    def test_a_thing_has_no_tags(self):
        refused = self.refusal("InvalidRequestException", "tag_resource", resourceArn=f"arn:aws:iot:us-east-1:{ACCOUNT}:thing/lamp", tags=[])
        self.assertIn("has no tags here", refused["Error"]["Message"])


class OtherAccounts(BotoTest):
    def test_another_account_can_neither_change_nor_delete_nor_tag(self):
        first, second = self.client_of_account("121212121212"), self.client_of_account("343434343434")
        registered = first.register_ca_certificate(caCertificate=self.authority().pem, certificateMode="SNI_ONLY")
        before = first.describe_ca_certificate(certificateId=registered["certificateId"])["certificateDescription"]
        self.iot = second
        self.refusal("ResourceNotFoundException", "update_ca_certificate", certificateId=registered["certificateId"], newStatus="ACTIVE")
        self.refusal("ResourceNotFoundException", "delete_ca_certificate", certificateId=registered["certificateId"])
        self.refusal("ResourceNotFoundException", "tag_resource", resourceArn=registered["certificateArn"], tags=[{"Key": "a", "Value": ""}])
        self.refusal("ResourceNotFoundException", "untag_resource", resourceArn=registered["certificateArn"], tagKeys=["a"])
        self.assertEqual(first.describe_ca_certificate(certificateId=registered["certificateId"])["certificateDescription"], before)
