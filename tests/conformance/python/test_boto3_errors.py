"""boto3 raises each modelled error of these operations as its own class, with a message that helps."""

import secrets
import uuid

from authority import Authority
from boto import BotoTest
from surroundings import ACCOUNT, ROLE, TEMPLATE, TEMPLATE_WITHOUT_POLICY_NAME


class Errors(BotoTest):
    def refused(self, name, status, authority, **parameters):
        response = self.refusal(name, "register_ca_certificate", caCertificate=authority.pem, **parameters)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        self.refusal("ResourceNotFoundException", "describe_ca_certificate", certificateId=authority.certificate_id)
        return response["Error"]["Message"]

    def test_default_mode_without_a_proof_is_an_invalid_request(self):
        message = self.refused("InvalidRequestException", 400, self.authority())
        self.assertIn("must not be empty", message)

    def test_sni_only_with_a_proof_is_an_invalid_request(self):
        authority = self.authority()
        message = self.refused(
            "InvalidRequestException", 400, authority, verificationCertificate=self.proof(authority), certificateMode="SNI_ONLY")
        self.assertIn("must be empty", message)

    def test_an_unknown_mode_is_an_invalid_request(self):
        message = self.refused("InvalidRequestException", 400, self.authority(), certificateMode="BOTH")
        self.assertIn("BOTH", message)

    def test_a_certificate_that_is_no_ca_fails_validation(self):
        authority = self.authority(constraint="CA:FALSE")
        message = self.refused("CertificateValidationException", 400, authority, verificationCertificate=self.proof(authority))
        self.assertIn("basicConstraints", message)

    def test_a_text_that_is_no_certificate_fails_validation(self):
        self.refusal("CertificateValidationException", "register_ca_certificate", caCertificate="none", certificateMode="SNI_ONLY")

    def test_a_proof_that_another_ca_signed_fails_validation(self):
        name = f"Twin {secrets.token_hex(8)}"
        authority, twin = self.authority(name=name), self.authority(name=name)
        message = self.refused("CertificateValidationException", 400, authority, verificationCertificate=self.proof(twin))
        self.assertIn("signature", message)

    def test_a_proof_with_another_code_fails_code_validation(self):
        self.code()
        authority = self.authority()
        proof = authority.prove("0" * 64).read_text(encoding="ascii")
        message = self.refused("RegistrationCodeValidationException", 400, authority, verificationCertificate=proof)
        self.assertIn("0" * 64, message)

    def test_a_proof_with_a_deleted_code_fails_code_validation(self):
        authority = self.authority()
        proof = self.proof(authority)
        self.iot.delete_registration_code()
        self.code()
        self.refused("RegistrationCodeValidationException", 400, authority, verificationCertificate=proof)

    def test_a_ca_registered_twice_already_exists_and_names_the_first(self):
        authority = self.authority()
        arn = self.register(authority)["certificateArn"]
        response = self.refusal("ResourceAlreadyExistsException", "register_ca_certificate",
                                caCertificate=authority.pem, verificationCertificate=self.proof(authority))
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 409)
        self.assertEqual((response["resourceId"], response["resourceArn"]), (authority.certificate_id, arn))
        self.assertIn(arn, response["Error"]["Message"])

    def test_the_eleventh_ca_of_a_subject_exceeds_the_limit_and_learns_of_the_ten(self):
        name = f"Crowd {secrets.token_hex(8)}"
        ten = [self.register(self.authority(name=name))["certificateId"] for _ in range(10)]
        message = self.refused("LimitExceededException", 410, self.authority(name=name), certificateMode="SNI_ONLY")
        self.assertEqual([one for one in ten if one not in message], [])

    def test_a_template_name_that_nobody_gave_is_not_found(self):
        message = self.refused("ResourceNotFoundException", 404, self.authority(), certificateMode="SNI_ONLY",
                               registrationConfig={"templateName": "no-such-template"})
        self.assertIn("no-such-template", message)

    def test_a_template_with_a_policy_without_name_or_document_is_an_invalid_request(self):
        message = self.refused("InvalidRequestException", 400, self.authority(), certificateMode="SNI_ONLY", registrationConfig={
            "templateBody": TEMPLATE_WITHOUT_POLICY_NAME, "roleArn": ROLE})
        self.assertIn("Invalid registration template. Neither policyName nor policyDocument is present in the Template.", message)

    def test_a_template_without_a_role_is_an_invalid_request(self):
        message = self.refused("InvalidRequestException", 400, self.authority(), certificateMode="SNI_ONLY",
                               registrationConfig={"templateBody": TEMPLATE})
        self.assertIn("roleArn", message)

    def test_a_reserved_tag_key_is_an_invalid_request(self):
        message = self.refused("InvalidRequestException", 400, self.authority(), certificateMode="SNI_ONLY",
                               tags=[{"Key": "aws:plant", "Value": "2"}])
        self.assertIn("aws:plant", message)

    def test_a_ca_held_by_another_account_is_an_invalid_request_that_does_not_say_whose(self):
        authority = Authority.make(self.folder())
        holder, other = self.client_of_account("111122223333"), self.client_of_account("444455556666")
        for iot, outcome in ((holder, None), (other, "Cannot accept this CACertificate")):
            proof = authority.prove(iot.get_registration_code()["registrationCode"]).read_text(encoding="ascii")
            if outcome is None:
                iot.register_ca_certificate(caCertificate=authority.pem, verificationCertificate=proof)
            else:
                with self.assertRaises(iot.exceptions.InvalidRequestException) as raised:
                    iot.register_ca_certificate(caCertificate=authority.pem, verificationCertificate=proof)
                self.assertIn(outcome, str(raised.exception))
                self.assertNotIn("111122223333", str(raised.exception))

    def test_an_unknown_ca_is_not_found(self):
        response = self.refusal("ResourceNotFoundException", "describe_ca_certificate", certificateId="0" * 64)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 404)
        arn = f"arn:aws:iot:us-east-1:{ACCOUNT}:cacert/{'0' * 64}"
        self.refusal("ResourceNotFoundException", "list_tags_for_resource", resourceArn=arn)

    def test_an_id_that_is_not_hexadecimal_is_an_invalid_request(self):
        self.refusal("InvalidRequestException", "describe_ca_certificate", certificateId="z" * 64)

    def test_a_code_that_is_not_there_cannot_be_deleted(self):
        self.code()
        self.iot.delete_registration_code()
        response = self.refusal("ResourceNotFoundException", "delete_registration_code")
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 404)

    def test_a_page_size_out_of_range_is_an_invalid_request(self):
        self.assertIn("pageSize", self.refusal("InvalidRequestException", "list_ca_certificates", pageSize=251)["Error"]["Message"])

    def test_an_operation_that_is_not_offered_is_named(self):
        response = self.refusal("InvalidRequestException", "list_jobs")
        self.assertIn("ListJobs", response["Error"]["Message"])

    def test_every_answer_has_a_request_id_of_its_own(self):
        ids = [self.iot.get_registration_code()["ResponseMetadata"]["RequestId"],
               self.refusal("InvalidRequestException", "list_jobs")["ResponseMetadata"]["RequestId"]]
        self.assertEqual([str(uuid.UUID(one)) for one in ids], ids)
        self.assertNotEqual(*ids)
