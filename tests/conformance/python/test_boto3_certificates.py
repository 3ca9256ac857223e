"""boto3 over the life of device certificates: registered, issued, changed, transferred, deleted, and every error by its class."""

import datetime
import secrets

from authority import id_of
from boto import BotoTest


def unused_account():
    return f"{secrets.randbelow(10 ** 12):012}"


class Certificates(BotoTest):
    def setUp(self):
        self.account, self.target = unused_account(), unused_account()
        self.iot = self.client_of_account(self.account)
        self.other = self.client_of_account(self.target)
        self.ca = self.authority()

    def device(self, status="INACTIVE", name="device"):
        """A device certificate of the CA, registered."""
        pem = self.ca.issue(name).read_text(encoding="ascii")
        self.assertEqual(self.iot.register_certificate(certificatePem=pem, status=status)["certificateId"], id_of(pem))
        return pem, id_of(pem)

    def refused(self, name, http, call, **parameters):
        response = self.refusal(name, call, **parameters)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], http)
        return response

    def described(self, certificate_id, iot=None):
        return (iot or self.iot).describe_certificate(certificateId=certificate_id)["certificateDescription"]

    def test_a_certificate_registered_by_its_ca_is_described_in_full(self):
        self.register(self.ca, setAsActive=True)
        pem, certificate_id = self.device("ACTIVE")
        told = self.described(certificate_id)
        times = [told.pop(name) for name in ("creationDate", "lastModifiedDate")]
        self.assertTrue(all(isinstance(time, datetime.datetime) for time in times))
        self.assertEqual(set(told.pop("validity")), {"notBefore", "notAfter"})
        self.assertRegex(told.pop("generationId"), "^[0-9a-f-]{36}$")
        self.assertEqual(told, {
            "certificateArn": f"arn:aws:iot:us-east-1:{self.account}:cert/{certificate_id}", "certificateId": certificate_id,
            "caCertificateId": self.ca.certificate_id, "status": "ACTIVE", "certificatePem": pem, "ownedBy": self.account,
            "customerVersion": 1, "transferData": {}, "certificateMode": "SNI_ONLY"})

    def test_the_paginators_walk_all_pages(self):
        self.register(self.ca, setAsActive=True)
        registered = [self.device(name=f"device-{number}")[1] for number in range(3)]
        for operation, parameters in (("list_certificates", {}), ("list_certificates_by_ca", {"caCertificateId": self.ca.certificate_id})):
            pages = list(self.iot.get_paginator(operation).paginate(ascendingOrder=True, PaginationConfig={"PageSize": 2}, **parameters))
            self.assertEqual([len(page["certificates"]) for page in pages], [2, 1])
            self.assertEqual([one["certificateId"] for page in pages for one in page["certificates"]], registered)

    def test_a_certificate_without_a_ca_is_registered_changed_and_deleted(self):
        pem = self.ca.issue().read_text(encoding="ascii")
        certificate_id = self.iot.register_certificate_without_ca(certificatePem=pem)["certificateId"]
        self.assertNotIn("caCertificateId", self.described(certificate_id))
        again = self.refused("ResourceAlreadyExistsException", 409, "register_certificate_without_ca", certificatePem=pem)
        self.assertEqual((again["resourceId"], again["resourceArn"][-64:]), (certificate_id, certificate_id))
        self.iot.update_certificate(certificateId=certificate_id, newStatus="ACTIVE")
        message = self.refused("CertificateStateException", 406, "delete_certificate", certificateId=certificate_id)["Error"]["Message"]
        self.assertTrue(message.startswith(f"Certificate must be deactivated (not ACTIVE) before deletion. Id: {certificate_id}"), message)
        self.iot.update_certificate(certificateId=certificate_id, newStatus="REVOKED")
        self.refused("CertificateStateException", 406, "update_certificate", certificateId=certificate_id, newStatus="ACTIVE")
        self.iot.delete_certificate(certificateId=certificate_id, forceDelete=True)
        for call in ("describe_certificate", "delete_certificate"):
            self.refused("ResourceNotFoundException", 404, call, certificateId=certificate_id)

    def test_each_error_of_register_certificate_has_its_class(self):
        pem = self.ca.issue().read_text(encoding="ascii")
        message = self.refused("CertificateStateException", 406, "register_certificate", certificatePem=pem)["Error"]["Message"]
        self.assertTrue(message.startswith("No CA certificate exists for the given certificate"), message)
        self.register(self.ca, setAsActive=True)
        self.refused("CertificateStateException", 406, "register_certificate", certificatePem=pem, status="PENDING_ACTIVATION")
        self.refused("CertificateValidationException", 400, "register_certificate", certificatePem="none")
        self.refused("InvalidRequestException", 400, "register_certificate", certificatePem=pem, status="ACTIVE", setAsActive=False)
        twin = self.authority(name="twin")
        self.register(twin, setAsActive=True)
        self.refused("CertificateValidationException", 400, "register_certificate", certificatePem=pem, caCertificatePem=twin.pem)
        self.iot.register_certificate(certificatePem=pem, caCertificatePem=self.ca.pem)
        self.refused("ResourceAlreadyExistsException", 409, "register_certificate", certificatePem=pem)

    def test_keys_and_certificate_belong_together(self):
        made = self.iot.create_keys_and_certificate(setAsActive=True)
        self.assertEqual(made["certificateId"], id_of(made["certificatePem"]))
        self.assertTrue(made["keyPair"]["PrivateKey"].startswith("-----BEGIN RSA PRIVATE KEY-----"))
        told = self.described(made["certificateId"])
        self.assertEqual((told["status"], told["certificateMode"]), ("ACTIVE", "DEFAULT"))

    def test_a_request_is_answered_with_another_certificate_each_time(self):
        request = self.ca.request().read_text(encoding="ascii")
        ids = {self.iot.create_certificate_from_csr(certificateSigningRequest=request)["certificateId"] for _ in range(2)}
        self.assertEqual(len(ids), 2)
        self.refused("InvalidRequestException", 400, "create_certificate_from_csr", certificateSigningRequest="none")

    def test_a_transfer_is_offered_refused_offered_again_and_accepted(self):
        certificate_id = self.iot.create_keys_and_certificate()["certificateId"]
        offer = {"certificateId": certificate_id, "targetAwsAccount": self.target}
        arn = self.iot.transfer_certificate(transferMessage="yours", **offer)["transferredCertificateArn"]
        self.assertEqual(arn, f"arn:aws:iot:us-east-1:{self.target}:cert/{certificate_id}")
        [outgoing] = self.iot.list_outgoing_certificates()["outgoingCertificates"]
        self.assertEqual((outgoing["transferredTo"], outgoing["transferMessage"]), (self.target, "yours"))
        self.refused("TransferConflictException", 409, "transfer_certificate", **offer)
        self.other.reject_certificate_transfer(certificateId=certificate_id, rejectReason="not ours")
        self.assertEqual(self.described(certificate_id)["transferData"]["rejectReason"], "not ours")
        self.iot.transfer_certificate(**offer)
        self.iot.cancel_certificate_transfer(certificateId=certificate_id)
        self.assertEqual(self.described(certificate_id)["transferData"], {})
        self.iot.transfer_certificate(**offer)
        self.other.accept_certificate_transfer(certificateId=certificate_id, setAsActive=True)
        told = self.described(certificate_id, self.other)
        self.assertEqual((told["status"], told["ownedBy"], told["previousOwnedBy"]), ("ACTIVE", self.target, self.account))
        self.refused("TransferAlreadyCompletedException", 410, "cancel_certificate_transfer", certificateId=certificate_id)
        self.refused("ResourceNotFoundException", 404, "transfer_certificate", **offer)

    def test_an_active_certificate_is_not_transferred(self):
        certificate_id = self.iot.create_keys_and_certificate(setAsActive=True)["certificateId"]
        self.refused("CertificateStateException", 406, "transfer_certificate", certificateId=certificate_id, targetAwsAccount=self.target)
