"""boto3 reads back what was registered: descriptions, lists, tags, the registration code."""

import datetime
import secrets
import ssl
import uuid

from authority import openssl
from boto import BotoTest
from surroundings import ACCOUNT

# Nothing else registers in this region, so a list of it holds what these tests put there.
REGION_OF_LISTS = "eu-west-1"


class Describing(BotoTest):
    def test_a_description_has_every_member_in_its_type(self):
        authority = self.authority(days=900)
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        arn = self.register(authority, setAsActive=True)["certificateArn"]
        description = self.iot.describe_ca_certificate(certificateId=authority.certificate_id)["certificateDescription"]
        self.assertEqual(set(description), set(self.modelled("CACertificateDescription")))
        self.assertEqual(description["certificateArn"], arn)
        self.assertEqual(description["certificateId"], authority.certificate_id)
        self.assertEqual(description["ownedBy"], ACCOUNT)
        self.assertEqual(description["customerVersion"], 1)
        self.assertEqual(str(uuid.UUID(description["generationId"])), description["generationId"])
        self.assertEqual(description["creationDate"], description["lastModifiedDate"])
        self.assertLessEqual(before, description["creationDate"])
        self.assertLessEqual(description["creationDate"], datetime.datetime.now(datetime.timezone.utc))

    def test_the_certificate_comes_back_as_the_same_der_with_unix_line_ends(self):
        authority = self.authority()
        self.iot.register_ca_certificate(
            caCertificate=f"a comment\r\n{authority.pem.strip()}".replace("\n", "\r\n"), certificateMode="SNI_ONLY")
        pem = self.iot.describe_ca_certificate(certificateId=authority.certificate_id)["certificateDescription"]["certificatePem"]
        self.assertEqual(ssl.PEM_cert_to_DER_cert(pem), ssl.PEM_cert_to_DER_cert(authority.pem))
        self.assertTrue(pem.startswith("-----BEGIN CERTIFICATE-----\n") and pem.endswith("\n-----END CERTIFICATE-----\n"), pem)
        self.assertNotIn("\r", pem)

    def test_the_validity_is_what_openssl_reads_in_the_certificate(self):
        authority = self.authority(days=40)
        self.register(authority)
        validity = self.iot.describe_ca_certificate(certificateId=authority.certificate_id)["certificateDescription"]["validity"]
        for member, option in (("notBefore", "-startdate"), ("notAfter", "-enddate")):
            printed = openssl("x509", "-in", authority.certificate, "-noout", option).strip().partition("=")[2]
            self.assertEqual(validity[member].timestamp(), ssl.cert_time_to_seconds(printed), member)

    def test_an_id_is_compared_without_case(self):
        authority = self.authority()
        self.register(authority)
        description = self.iot.describe_ca_certificate(certificateId=authority.certificate_id.upper())["certificateDescription"]
        self.assertEqual(description["certificateId"], authority.certificate_id)

    def modelled(self, shape):
        return self.iot.meta.service_model.shape_for(shape).members


class Listing(BotoTest):
    def setUp(self):
        self.iot = self.client(REGION_OF_LISTS)
        self.region_holds = sum(1 for _ in self.pages(PageSize=250))
        self.newest = [self.register(tags=[])["certificateId"] for _ in range(5)][::-1]

    def pages(self, **paging):
        return (item for page in self.iot.get_paginator("list_ca_certificates").paginate(PaginationConfig=paging)
                for item in page["certificates"])

    def test_the_paginator_walks_all_pages_newest_first(self):
        ids = [item["certificateId"] for item in self.pages(PageSize=2)]
        self.assertEqual(sorted(ids[:5]), sorted(self.newest))
        self.assertEqual(len(set(ids)), self.region_holds + 5)
        dates = [item["creationDate"] for item in self.pages(PageSize=2)]
        self.assertEqual(dates, sorted(dates, reverse=True))

    def test_a_page_has_as_many_as_were_asked_for_and_a_marker_for_the_rest(self):
        page = self.iot.list_ca_certificates(pageSize=3)
        self.assertEqual(len(page["certificates"]), 3)
        following = self.iot.list_ca_certificates(pageSize=250, marker=page["nextMarker"])
        self.assertNotIn("nextMarker", following)
        self.assertEqual(len(following["certificates"]), self.region_holds + 2)

    def test_ascending_order_is_the_reverse(self):
        descending = [item["certificateId"] for item in self.iot.list_ca_certificates(pageSize=250)["certificates"]]
        ascending = [item["certificateId"] for item in self.iot.list_ca_certificates(pageSize=250, ascendingOrder=True)["certificates"]]
        self.assertEqual(ascending, descending[::-1])

    def test_an_item_has_every_member_in_its_type(self):
        item = self.iot.list_ca_certificates(pageSize=1)["certificates"][0]
        self.assertEqual(set(item), set(self.iot.meta.service_model.shape_for("CACertificate").members))
        self.assertEqual(item["certificateArn"], f"arn:aws:iot:{REGION_OF_LISTS}:{ACCOUNT}:cacert/{item['certificateId']}")
        self.assertEqual(item["status"], "INACTIVE")
        self.assertIsNotNone(item["creationDate"].tzinfo)

    def test_a_template_name_lists_only_cas_of_that_template(self):
        self.assertEqual(self.iot.list_ca_certificates(templateName="no-such-template")["certificates"], [])

    def test_a_marker_of_another_list_is_refused(self):
        marker = self.iot.list_ca_certificates(pageSize=1)["nextMarker"]
        refused = self.refusal("InvalidRequestException", "list_ca_certificates", marker=marker, ascendingOrder=True)
        self.assertIn("marker", refused["Error"]["Message"])


class Tags(BotoTest):
    def test_a_ca_without_tags_has_an_empty_list(self):
        arn = self.register()["certificateArn"]
        self.assertEqual(self.iot.list_tags_for_resource(resourceArn=arn)["tags"], [])

    def test_fifty_tags_come_through_the_paginator(self):
        tags = [{"Key": f"key {number}", "Value": secrets.token_hex(4)} for number in range(50)]
        arn = self.register(tags=tags)["certificateArn"]
        pages = self.iot.get_paginator("list_tags_for_resource").paginate(resourceArn=arn)
        self.assertCountEqual([tag for page in pages for tag in page["tags"]], tags)


class RegistrationCodes(BotoTest):
    def test_the_code_is_64_hexadecimal_digits_and_stays(self):
        code = self.code()
        self.assertRegex(code, r"\A[0-9a-f]{64}\Z")
        self.assertEqual(self.code(), code)

    def test_each_region_has_its_own(self):
        self.assertNotEqual(self.code(), self.client(REGION_OF_LISTS).get_registration_code()["registrationCode"])

    def test_a_deleted_code_is_followed_by_another(self):
        code = self.code()
        answer = self.iot.delete_registration_code()
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertNotEqual(self.code(), code)
