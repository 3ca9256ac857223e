"""boto3 registers CAs with each parameter that RegisterCACertificate has."""

from authority import KINDS, Authority, text_of
from boto import BotoTest
from surroundings import ACCOUNT, ROLE, TEMPLATE


class Registration(BotoTest):
    def test_a_ca_made_as_the_guide_does_is_registered_with_its_proof(self):
        authority = Authority.make_as_the_guide_does(self.folder())
        self.assertNotIn("Key Usage", text_of(authority.certificate))
        proof = authority.prove(self.code())
        self.assertIn("Version: 1 (0x0)", text_of(proof))
        answer = self.iot.register_ca_certificate(
            caCertificate=authority.pem, verificationCertificate=proof.read_text(encoding="ascii"))
        self.assertEqual(answer["certificateId"], authority.certificate_id)
        self.assertEqual(answer["certificateArn"], f"arn:aws:iot:us-east-1:{ACCOUNT}:cacert/{authority.certificate_id}")
        self.assertEqual(self.describe(authority)["certificateMode"], "DEFAULT")

    def test_without_switches_a_ca_is_inactive_and_registers_nothing(self):
        authority = self.authority()
        self.register(authority)
        self.assertEqual(self.switches(authority), ("INACTIVE", "DISABLE"))

    def test_set_as_active_activates(self):
        authority = self.authority()
        self.register(authority, setAsActive=True, allowAutoRegistration=False)
        self.assertEqual(self.switches(authority), ("ACTIVE", "DISABLE"))

    def test_allow_auto_registration_enables(self):
        authority = self.authority()
        self.register(authority, setAsActive=False, allowAutoRegistration=True)
        self.assertEqual(self.switches(authority), ("INACTIVE", "ENABLE"))

    def test_default_mode_can_be_asked_for_by_name(self):
        authority = self.authority()
        self.iot.register_ca_certificate(
            caCertificate=authority.pem, verificationCertificate=self.proof(authority), certificateMode="DEFAULT")
        self.assertEqual(self.describe(authority)["certificateMode"], "DEFAULT")

    def test_sni_only_needs_no_proof(self):
        authority = self.authority()
        self.register(authority)
        self.assertEqual(self.describe(authority)["certificateMode"], "SNI_ONLY")

    def test_a_template_and_its_role_are_kept(self):
        authority = self.authority()
        config = {"templateBody": TEMPLATE, "roleArn": ROLE}
        self.register(authority, registrationConfig=config)
        self.assertEqual(self.iot.describe_ca_certificate(certificateId=authority.certificate_id)["registrationConfig"], config)

    def test_an_empty_registration_config_is_none(self):
        authority = self.authority()
        self.register(authority, registrationConfig={})
        self.assertNotIn("registrationConfig", self.iot.describe_ca_certificate(certificateId=authority.certificate_id))

    def test_tags_are_kept(self):
        tags = [{"Key": "plant", "Value": "Zürich/2"}, {"Key": "empty", "Value": ""}, {"Key": "a+b=c", "Value": "1 & 2"}]
        arn = self.register(tags=tags)["certificateArn"]
        kept = self.iot.list_tags_for_resource(resourceArn=arn)["tags"]
        self.assertCountEqual(kept, tags)

    def test_one_code_registers_many_cas(self):
        code = self.code()
        for authority in (self.authority(), self.authority()):
            self.iot.register_ca_certificate(
                caCertificate=authority.pem, verificationCertificate=authority.prove(code).read_text(encoding="ascii"))
        self.assertEqual(self.code(), code)

    def describe(self, authority):
        return self.iot.describe_ca_certificate(certificateId=authority.certificate_id)["certificateDescription"]

    def switches(self, authority):
        description = self.describe(authority)
        return description["status"], description["autoRegistrationStatus"]


def registers(kind):
    def test(self):
        authority = self.authority(kind=kind)
        answer = self.iot.register_ca_certificate(caCertificate=authority.pem, verificationCertificate=self.proof(authority))
        self.assertEqual(answer["certificateId"], authority.certificate_id)
    return test


# A test for each kind of key, rather than one over all of them: each is counted, and one that fails hides no other.
for each in KINDS:
    setattr(Registration, f"test_a_ca_of_kind_{each}_is_registered_with_its_proof", registers(each))
