"""Certificate authorities, made with openssl as customers make them."""

import hashlib
import secrets
import ssl
import subprocess
from pathlib import Path

GUIDE_CONFIGURATION = """\
[ req ]
distinguished_name       = req_distinguished_name
extensions               = v3_ca
req_extensions           = v3_ca

[ v3_ca ]
basicConstraints         = CA:TRUE

[ req_distinguished_name ]
commonName               = Common Name
"""

PSS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]

# The kinds of CA a customer may bring: how its key is made, and what its signatures need.
KINDS = {
    "rsa_2048": (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], ["-sha256"]),
    "rsa_4096": (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"], ["-sha512"]),
    "ec_p256": (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], ["-sha256"]),
    "ec_p384": (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], ["-sha384"]),
    "ec_p521": (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"], ["-sha512"]),
    "rsa_pss_signature": (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], ["-sha256", *PSS]),
    "rsa_pss_key": (["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"], ["-sha384", *PSS]),
}


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"openssl {' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return done.stdout


class Authority:
    """A CA in a folder of its own: ca.key, ca.pem, and the proofs it signs."""

    def __init__(self, folder, signing):
        self.folder = Path(folder)
        self.key = self.folder / "ca.key"
        self.certificate = self.folder / "ca.pem"
        self._signing = signing

    @classmethod
    def make(cls, folder, kind="ec_p256", name=None, constraint="CA:TRUE", days=365):
        """One command, as in most tutorials: openssl req -x509."""
        key_options, signing = KINDS[kind]
        authority = cls(folder, signing)
        openssl("genpkey", *key_options, "-out", authority.key)
        configuration = authority.folder / "ca.conf"
        configuration.write_text(GUIDE_CONFIGURATION.replace("CA:TRUE", constraint), encoding="ascii")
        openssl("req", "-x509", "-new", "-key", authority.key, "-config", configuration, "-extensions", "v3_ca", *signing,
                "-days", days, "-subj", f"/O=Conformance/CN={name or unused_name()}", "-out", authority.certificate)
        return authority

    @classmethod
    def make_as_the_guide_does(cls, folder):
        """AWS's developer guide, "Create a CA certificate": a request first, which its own key then signs."""
        authority = cls(folder, ["-sha256"])
        request = authority.folder / "ca.csr"
        configuration = authority.folder / "root_CA.conf"
        configuration.write_text(GUIDE_CONFIGURATION, encoding="ascii")
        openssl("genrsa", "-out", authority.key, "2048")
        openssl("req", "-new", "-sha256", "-key", authority.key, "-nodes", "-out", request, "-config", configuration,
                "-subj", f"/CN={unused_name()}")
        openssl("x509", "-req", "-days", "3650", "-extfile", configuration, "-extensions", "v3_ca", "-in", request,
                "-signkey", authority.key, "-out", authority.certificate)
        return authority

    def prove(self, registration_code):
        """AWS's developer guide, "Create a verification certificate": its file, of X.509 version 1 as that recipe makes it."""
        key, request, proof = (self.folder / f"verification.{end}" for end in ("key", "csr", "pem"))
        openssl("genrsa", "-out", key, "2048")
        openssl("req", "-new", "-key", key, "-out", request, "-subj", f"/CN={registration_code}")
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                "-out", proof, "-days", "500", *self._signing, *VERSION_1)
        return proof

    def request(self, name="device", *key_options):
        """A certificate signing request for a new key, and where it is."""
        key, request = (self.folder / f"{name}.{end}" for end in ("key", "csr"))
        openssl("genpkey", *(key_options or KINDS["ec_p256"][0]), "-out", key)
        openssl("req", "-new", "-key", key, "-out", request, "-subj", f"/O=Conformance/CN={name}")
        return request

    def issue(self, name="device"):
        """A device certificate by the shortest recipe."""
        certificate = self.folder / f"{name}.pem"
        openssl("x509", "-req", "-in", self.request(name), "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                "-out", certificate, "-days", "500", *self._signing)
        return certificate

    @property
    def pem(self):
        return self.certificate.read_text(encoding="ascii")

    @property
    def certificate_id(self):
        """What AWS IoT names a certificate by: the SHA-256 of its DER."""
        return id_of(self.pem)


def id_of(pem):
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def text_of(certificate):
    return openssl("x509", "-in", certificate, "-noout", "-text")


def unused_name():
    return f"Test CA {secrets.token_hex(8)}"


# From 3.2 on, openssl must be asked for what it wrote by itself when the guide was written.
VERSION_1 = ["-x509v1"] if "-x509v1" in subprocess.run(
    ["openssl", "x509", "-help"], capture_output=True, text=True, check=False).stderr else []
