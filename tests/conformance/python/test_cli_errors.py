"""The AWS CLI prints code and message of each error and exits with 254."""

import json
import secrets

import boto
from cli import REGION, CliTest
from surroundings import ROLE, TEMPLATE_WITHOUT_POLICY_NAME, UNSERVED_REGION


class Errors(CliTest):
    def refused(self, name, authority, *options, **reading):
        return self.refusal(name, "register-ca-certificate", "--ca-certificate", f"file://{authority.certificate}", *options, **reading)

    def test_default_mode_without_a_proof_is_an_invalid_request(self):
        self.assertIn("must not be empty", self.refused("InvalidRequestException", self.authority()))

    def test_a_certificate_that_is_no_ca_fails_validation_and_the_mend_is_printed(self):
        message = self.refused("CertificateValidationException", self.authority(constraint="CA:FALSE"), "--certificate-mode", "SNI_ONLY")
        self.assertIn("basicConstraints", message)
        self.assertIn("openssl", message)

    def test_a_proof_with_another_code_fails_code_validation(self):
        self.code()
        authority = self.authority()
        message = self.refused(
            "RegistrationCodeValidationException", authority, "--verification-certificate", f"file://{authority.prove('f' * 64)}")
        self.assertIn("f" * 64, message)

    def test_a_ca_registered_twice_already_exists_and_its_arn_is_printed(self):
        authority = self.authority()
        once = ("register-ca-certificate", "--ca-certificate", f"file://{authority.certificate}", "--certificate-mode", "SNI_ONLY")
        arn = self.answer(*once)["certificateArn"]
        self.assertIn(arn, self.refusal("ResourceAlreadyExistsException", *once))

    def test_the_eleventh_ca_of_a_subject_exceeds_the_limit_and_the_ten_are_printed(self):
        name = f"Crowd {secrets.token_hex(8)}"
        ten = [self.authority(name=name) for _ in range(10)]
        # The first ten are not what is tested here, and boto3 registers them in a tenth of the time.
        iot = boto.client(REGION)
        self.addCleanup(iot.close)
        for authority in ten:
            iot.register_ca_certificate(caCertificate=authority.pem, certificateMode="SNI_ONLY")
        # The CLI takes this name for a throttle, here as with AWS, and tries twice more before it prints the message.
        message = self.refused("LimitExceededException", self.authority(name=name), "--certificate-mode", "SNI_ONLY", retried=2)
        self.assertEqual([one.certificate_id for one in ten if one.certificate_id not in message], [])

    def test_a_template_name_that_nobody_gave_is_not_found(self):
        message = self.refused("ResourceNotFoundException", self.authority(), "--certificate-mode", "SNI_ONLY",
                               "--registration-config", "templateName=no-such-template")
        self.assertIn("no-such-template", message)

    def test_a_faulty_template_is_an_invalid_request(self):
        config = json.dumps({"templateBody": TEMPLATE_WITHOUT_POLICY_NAME, "roleArn": ROLE})
        message = self.refused("InvalidRequestException", self.authority(), "--certificate-mode", "SNI_ONLY", "--registration-config", config)
        self.assertTrue(message.startswith("Invalid registration template."), message)

    def test_a_code_is_deleted_without_a_word_and_then_not_found(self):
        self.code()
        done = self.aws("delete-registration-code")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertIn(REGION, self.refusal("ResourceNotFoundException", "delete-registration-code"))

    def test_an_operation_that_is_not_offered_is_named(self):
        self.assertIn("ListJobs", self.refusal("InvalidRequestException", "list-jobs"))


class Authentication(CliTest):
    def refused(self, name, **credentials):
        return self.refusal(name, "get-registration-code", **credentials)

    def test_this_cli_signs_for_execute_api_and_a_refusal_is_sent_once(self):
        done = self.aws("delete-registration-code", "--debug", secret="wrong")
        self.assertIn(f"/{REGION}/execute-api/aws4_request", done.stderr)
        self.assertIn("(InvalidSignatureException)", done.stderr)
        self.assertEqual(done.stderr.count("Sending http request"), 1)

    def test_a_wrong_secret_is_an_invalid_signature(self):
        self.assertIn("does not match the signature you provided", self.refused("InvalidSignatureException", secret="wrong"))

    def test_a_key_that_was_not_issued_is_an_unrecognized_client(self):
        self.assertIn("AKIAIOSFODNN7EXAMPLE", self.refused("UnrecognizedClientException", key_id="AKIAIOSFODNN7EXAMPLE"))

    def test_a_session_token_that_was_not_issued_is_an_unrecognized_client(self):
        message = self.refused("UnrecognizedClientException", token="made-up")
        self.assertTrue(message.startswith("The security token included in the request is invalid."), message)

    def test_a_region_that_is_not_served_is_named(self):
        self.assertIn(f"'{UNSERVED_REGION}'", self.refused("InvalidSignatureException", region=UNSERVED_REGION))
