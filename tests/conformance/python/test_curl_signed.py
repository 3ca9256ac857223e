"""curl signs by itself (--aws-sigv4), a third implementation beside those of the SDKs."""

from curl import JSON, CurlTest
from surroundings import ACCOUNT, signed_url


class Signed(CurlTest):
    def test_both_service_names_are_taken(self):
        codes = [self.signed(service, "/registrationcode") for service in ("iot", "execute-api")]
        self.assertEqual([status for status, _, _ in codes], [200, 200])
        self.assertEqual(codes[0][2], codes[1][2])

    def test_another_service_name_is_refused(self):
        status, headers, _ = self.signed("s3", "/registrationcode")
        self.assertEqual((status, headers["x-amzn-errortype"]), (403, "InvalidSignatureException"))

    def test_a_host_with_a_port_is_taken(self):
        status, _, _ = self.signed("iot", "/registrationcode", host=signed_url())
        self.assertEqual(status, 200)

    def test_a_signed_registration_is_read_back_with_encoded_arns(self):
        authority = self.authority()
        # In the order of the alphabet: this curl signs a query as it stands, where the signature's rules sort it.
        status, _, body = self.signed(
            "iot", "/cacertificate?allowAutoRegistration=true&setAsActive=true", *JSON,
            "--data", self.request_file(caCertificate=authority.pem, certificateMode="SNI_ONLY", tags=[{"Key": "a", "Value": "b"}]))
        arn = f"arn:aws:iot:us-west-1:{ACCOUNT}:cacert/{authority.certificate_id}"
        self.assertEqual((status, body.get("certificateArn")), (200, arn), body)
        _, _, described = self.signed("iot", f"/cacertificate/{authority.certificate_id}")
        self.assertEqual(described["certificateDescription"]["autoRegistrationStatus"], "ENABLE")
        encoded = arn.replace(":", "%3A").replace("/", "%2F")
        _, _, tags = self.signed("iot", f"/tags?resourceArn={encoded}")
        self.assertEqual(tags["tags"], [{"Key": "a", "Value": "b"}])

    def test_a_deleted_code_answers_with_an_empty_body(self):
        self.signed("iot", "/registrationcode")
        status, headers, body = self.signed("iot", "/registrationcode", "--request", "DELETE")
        self.assertEqual((status, headers["content-length"], body), (200, "0", None))

    def test_a_path_that_no_operation_has_is_told_only_to_those_who_sign(self):
        status, headers, _ = self.signed("iot", "/nothing")
        self.assertEqual((status, headers["x-amzn-errortype"]), (404, "UnknownOperationException"))
        status, headers, _ = self.curl("http://iot.us-west-1.amazonaws.com/nothing", to=signed_url())
        self.assertEqual((status, headers["x-amzn-errortype"]), (403, "MissingAuthenticationTokenException"))
