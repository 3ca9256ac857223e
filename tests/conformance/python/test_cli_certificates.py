"""The AWS CLI over every operation on device certificates."""

import secrets

from authority import id_of
from cli import CliTest


def unused_account():
    return f"{secrets.randbelow(10 ** 12):012}"


class Certificates(CliTest):
    def setUp(self):
        self.target = unused_account()
        self.mine, self.others = self.of_account(unused_account()), self.of_account(self.target)

    def test_a_certificate_is_registered_listed_changed_and_deleted(self):
        ca = self.authority()
        self.answer("register-ca-certificate", "--ca-certificate", f"file://{ca.certificate}", "--certificate-mode", "SNI_ONLY", "--set-as-active", **self.mine)
        device = ca.issue()
        certificate_id = id_of(device.read_text(encoding="ascii"))
        registered = self.answer("register-certificate", "--certificate-pem", f"file://{device}", "--set-as-active", **self.mine)
        self.assertEqual(registered["certificateId"], certificate_id)
        by_ca = self.answer("list-certificates-by-ca", "--ca-certificate-id", ca.certificate_id, **self.mine)
        self.assertEqual(by_ca["certificates"], self.answer("list-certificates", "--ascending-order", **self.mine)["certificates"])
        self.assertEqual([(one["certificateId"], one["status"]) for one in by_ca["certificates"]], [(certificate_id, "ACTIVE")])
        message = self.refusal("CertificateStateException", "delete-certificate", "--certificate-id", certificate_id, **self.mine)
        self.assertIn("must be deactivated (not ACTIVE)", message)
        self.answer("update-certificate", "--certificate-id", certificate_id, "--new-status", "INACTIVE", **self.mine)
        self.answer("delete-certificate", "--certificate-id", certificate_id, "--force-delete", **self.mine)
        self.refusal("ResourceNotFoundException", "describe-certificate", "--certificate-id", certificate_id, **self.mine)

    def test_a_certificate_without_a_ca_is_registered(self):
        device = self.authority().issue()
        message = self.refusal("CertificateStateException", "register-certificate", "--certificate-pem", f"file://{device}", **self.mine)
        self.assertIn("No CA certificate exists for the given certificate", message)
        registered = self.answer("register-certificate-without-ca", "--certificate-pem", f"file://{device}", "--status", "ACTIVE", **self.mine)
        told = self.answer("describe-certificate", "--certificate-id", registered["certificateId"], **self.mine)["certificateDescription"]
        self.assertEqual((told["status"], told["certificateMode"], told["transferData"]), ("ACTIVE", "SNI_ONLY", {}))

    def test_a_certificate_is_issued_for_a_request(self):
        request = self.authority().request()
        issued = self.answer("create-certificate-from-csr", "--certificate-signing-request", f"file://{request}", "--set-as-active", **self.mine)
        self.assertEqual(issued["certificateId"], id_of(issued["certificatePem"]))

    def test_a_certificate_is_transferred(self):
        folder = self.folder()
        made = self.answer("create-keys-and-certificate", "--private-key-outfile", folder / "device.key", **self.mine)
        self.assertTrue((folder / "device.key").read_text(encoding="ascii").startswith("-----BEGIN RSA PRIVATE KEY-----"))
        certificate = ("--certificate-id", made["certificateId"])
        offer = ("transfer-certificate", *certificate, "--target-aws-account", self.target, "--transfer-message", "yours")
        for answer, by in (("cancel-certificate-transfer", self.mine), ("reject-certificate-transfer", self.others)):
            self.answer(*offer, **self.mine)
            self.assertEqual(len(self.answer("list-outgoing-certificates", **self.mine)["outgoingCertificates"]), 1)
            self.assertIsNone(self.answer(answer, *certificate, **by))
        self.answer(*offer, **self.mine)
        self.refusal("TransferConflictException", *offer, **self.mine)
        self.answer("accept-certificate-transfer", *certificate, "--set-as-active", **self.others)
        self.refusal("TransferAlreadyCompletedException", "cancel-certificate-transfer", *certificate, **self.mine)
        told = self.answer("describe-certificate", *certificate, **self.others)["certificateDescription"]
        self.assertEqual((told["status"], told["ownedBy"], told["transferData"]["transferMessage"]), ("ACTIVE", self.target, "yours"))
