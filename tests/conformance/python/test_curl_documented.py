"""The documented request to the letter: curl, AWS's host, two headers, no signature; to the server with --auth none."""

import datetime

from curl import JSON, CurlTest
from surroundings import open_url, signed_url

POST = ["--request", "POST", "--url", "http://iot.eu-central-1.amazonaws.com/cacertificate", *JSON]


class Documented(CurlTest):
    def test_without_a_body_it_answers_the_documented_failure(self):
        self.assert_documented_failure(*self.unsigned(*POST))

    def test_with_the_region_left_as_a_placeholder_it_answers_the_documented_failure(self):
        # curl itself takes {region} for a pattern with one choice, and asks iot.region.amazonaws.com.
        placeholder = ["--request", "POST", "--url", "http://iot.{region}.amazonaws.com/cacertificate", *JSON]
        self.assert_documented_failure(*self.unsigned(*placeholder))

    def test_with_a_ca_it_answers_the_documented_success_beside_the_members_of_aws(self):
        authority = self.authority()
        data = self.request_file(caCertificate=authority.pem, certificateMode="SNI_ONLY")
        status, headers, body = self.unsigned(*POST, "--data", data)
        self.assertEqual((status, headers["content-type"]), (200, "application/json"))
        created = body["data"].pop("created_at")
        arn = f"arn:aws:iot:eu-central-1:123456789012:cacert/{authority.certificate_id}"
        self.assertEqual(body, {"certificateArn": arn, "certificateId": authority.certificate_id,
                                "success": True, "data": {"id": authority.certificate_id}})
        self.assertRegex(created, r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
        age = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(created)
        self.assertLess(abs(age), datetime.timedelta(minutes=1))

    def test_with_a_proof_it_registers_in_default_mode(self):
        authority = self.authority(kind="rsa_2048")
        _, _, body = self.unsigned("http://iot.eu-central-1.amazonaws.com/registrationcode")
        proof = authority.prove(body["registrationCode"]).read_text(encoding="ascii")
        status, _, body = self.unsigned(*POST, "--data", self.request_file(caCertificate=authority.pem, verificationCertificate=proof))
        self.assertEqual((status, body["success"]), (200, True), body)

    def test_the_documented_words_are_taken_for_the_switch_and_the_tags(self):
        authority = self.authority()
        status, _, body = self.unsigned(*POST, "--data", self.request_file(
            caCertificate=authority.pem, certificateMode="SNI_ONLY", setAsActive="ACTIVE", tags="key1=value1&key2=value2"))
        self.assertEqual(status, 200, body)
        self.assert_active_with_two_tags(authority, body["certificateArn"])

    def test_the_documented_words_are_taken_in_the_query(self):
        authority = self.authority()
        url = "http://iot.eu-central-1.amazonaws.com/cacertificate?setAsActive=ACTIVE&tags=key1%3Dvalue1%26key2%3Dvalue2"
        status, _, body = self.unsigned("--request", "POST", "--url", url, *JSON, "--data", self.request_file(
            caCertificate=authority.pem, certificateMode="SNI_ONLY"))
        self.assertEqual(status, 200, body)
        self.assert_active_with_two_tags(authority, body["certificateArn"])

    def test_a_second_registration_answers_both_error_forms_with_the_resource(self):
        data = self.request_file(caCertificate=self.authority().pem, certificateMode="SNI_ONLY")
        _, _, first = self.unsigned(*POST, "--data", data)
        status, headers, body = self.unsigned(*POST, "--data", data)
        self.assertEqual((status, headers["x-amzn-errortype"]), (409, "ResourceAlreadyExistsException"))
        self.assertEqual((body["resourceId"], body["resourceArn"]), (first["certificateId"], first["certificateArn"]))
        self.assertEqual((body["success"], body["error"]), (False, {"code": "RESOURCE_ALREADY_EXISTS", "message": body["message"]}))

    def test_where_signatures_are_wanted_it_is_refused(self):
        status, headers, body = self.curl(*POST, to=signed_url())
        self.assertEqual((status, headers["x-amzn-errortype"]), (403, "MissingAuthenticationTokenException"))
        self.assertEqual((body["success"], body["error"]["code"]), (False, "MISSING_AUTHENTICATION_TOKEN"))

    def test_a_web_page_is_refused_where_none_are_wanted(self):
        status, headers, _ = self.unsigned(*POST, "--header", "origin: http://example.com")
        self.assertEqual((status, headers["x-amzn-errortype"]), (403, "AccessDeniedException"))

    def assert_documented_failure(self, status, headers, body):
        self.assertEqual((status, headers["content-type"]), (400, "application/json"))
        self.assertEqual((body["success"], body["error"]["code"]), (False, "VALIDATION_ERROR"))
        self.assertTrue(body["error"]["message"])
        self.assertEqual((headers["x-amzn-errortype"], body["message"]), ("InvalidRequestException", body["error"]["message"]))
        self.assertIn("x-amzn-requestid", headers)
        self.assertIn("date", headers)

    def assert_active_with_two_tags(self, authority, arn):
        _, _, described = self.curl(f"http://iot.eu-central-1.amazonaws.com/cacertificate/{authority.certificate_id}", to=open_url())
        self.assertEqual(described["certificateDescription"]["status"], "ACTIVE")
        _, _, tags = self.curl(f"http://iot.eu-central-1.amazonaws.com/tags?resourceArn={arn}", to=open_url())
        self.assertEqual(tags["tags"], [{"Key": "key1", "Value": "value1"}, {"Key": "key2", "Value": "value2"}])
