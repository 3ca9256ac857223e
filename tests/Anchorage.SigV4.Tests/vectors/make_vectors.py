#!/usr/bin/python3
"""Makes signed requests with botocore's own signer, for the tests to verify and to sign again.

    make_vectors.py > vectors.json           the committed set, the same on every run
    make_vectors.py --random 200 --seed 7    a batch of odd requests

Needs python3-botocore (Debian). A vector holds the request as it stands on the wire: what botocore hands to its HTTP client, plus the Host
header that the client adds. Written for botocore 1.29 and later.
"""
import argparse
import base64
import datetime
import json
import random
import sys
import types
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HOST = "iot.us-east-1.amazonaws.com"
KEY = "AKIAANCHORAGEEXAMPLE"
SECRET = "9drTJvcXLB89EXAMPLEAnchorageSecret+/key0"
TOKEN = "FwoGZXIvYXdzEXAMPLE//token+with/slashes==and~tilde"
NOW = datetime.datetime(2026, 11, 23, 14, 51, 34)
PEM = b'{"caCertificate":"-----BEGIN CERTIFICATE-----\\n' + b"MIIB" * 900 + b'\\n-----END CERTIFICATE-----\\n"}'
CERT_ARN = "arn:aws:iot:us-east-1:123456789012:cert/" + "ab" * 32


def freeze(now):
    class Frozen(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return now

    botocore.auth.datetime = types.SimpleNamespace(datetime=Frozen, timezone=datetime.timezone)
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda *args, **kwargs: now


def vector(name, method="GET", path="/", query="", params=None, headers=(), body=b"", service="iot", region="us-east-1",
           token=None, presign=None, now=NOW, host=HOST, secret=SECRET, key=KEY, scheme="https", resign=True):
    freeze(now)
    url = f"{scheme}://{host}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method=method, url=url, data=body, params=params or {})
    for header, value in headers:
        request.headers.add_header(header, value)
    credentials = Credentials(key, secret, token)
    if presign is None:
        botocore.auth.SigV4Auth(credentials, service, region).add_auth(request)
    else:
        botocore.auth.SigV4QueryAuth(credentials, service, region, expires=presign).add_auth(request)

    wire = urlsplit(request.prepare().url)
    sent = [[k, v] for k, v in request.headers.items()]
    if "host" not in (k.lower() for k, _ in sent):
        sent.insert(0, ["Host", botocore.auth._host_from_url(url)])
    return {
        "name": name,
        "method": method,
        "rawPath": wire.path or "/",
        "rawQuery": wire.query,
        "headers": sent,
        "body": base64.b64encode(body).decode(),
        "accessKeyId": key,
        "secretAccessKey": secret,
        "sessionToken": token,
        "region": region,
        "service": service,
        "signedAt": now.strftime("%Y%m%dT%H%M%SZ"),
        "presignedSeconds": presign,
        # A request that is dated with a Date header is verified, but our signer always dates with X-Amz-Date.
        "signAgain": resign,
    }


PATHS = {
    "root": "/",
    "no path": "",
    "one segment": "/registrationcode",
    "a CA certificate": "/cacertificate/" + "ab" * 32,
    "an ARN in one segment": "/attached-policies/" + quote(CERT_ARN, safe=""),
    "a slash inside a segment": "/things/a%2Fb/principals",
    "a lower-case escape": "/things/a%2fb%3a",
    "a colon that is not escaped": "/things/a:b",
    "an escaped space": "/things/a%20b",
    "a plus": "/things/a+b",
    "an escaped plus": "/things/a%2Bb",
    "an escaped percent": "/things/100%25",
    "a percent without digits": "/things/100%",
    "a percent with one digit": "/things/a%4",
    "a percent with letters that are no digits": "/things/a%zz",
    "a tilde": "/things/~user",
    "an escaped tilde": "/things/%7Euser",
    "unreserved characters": "/-._~0123456789ABCXYZabcxyz",
    "sub-delimiters": "/things/!$&'()*+,;=",
    "an at sign": "/things/a@b",
    "brackets": "/things/[a]",
    "escaped unicode": "/things/%E1%88%B4",
    "unescaped unicode": "/things/\u1234",
    "unescaped astral unicode": "/things/\U0001F511",
    "a single dot segment": "/./things",
    "a dot segment inside": "/things/./a",
    "a dot segment at the end": "/things/.",
    "a parent segment": "/things/../policies",
    "a parent segment at the end": "/things/a/..",
    "parents above the root": "/../../things",
    "two parents": "/a/b/../../c",
    "only a parent": "/..",
    "parents and a slash at the end": "/a/../",
    "dots in names": "/things/.../..a/a..",
    "escaped dots": "/things/%2E%2E/a",
    "a double slash": "//things",
    "double slashes inside": "/things//a///b",
    "only slashes": "///",
    "a slash at the end": "/things/",
    "double slashes at the end": "/things//",
    "everything at once": "//a/./b//../c%2F%2e/../d%20e/",
}

QUERIES = {
    "one parameter": "pageSize=5",
    "two in order": "a=1&b=2",
    "two out of order": "setAsActive=true&allowAutoRegistration=false",
    "an empty value": "marker=",
    "no equal sign": "marker",
    "no equal sign, twice": "b&a",
    "no equal sign beside an empty value": "a=&a",
    "an empty name": "=value",
    "an empty pair": "a=1&&b=2",
    "an ampersand at the end": "a=1&",
    "only an ampersand": "&",
    "two equal signs": "a=b=c",
    "a repeated name": "a=2&a=1",
    "a repeated name and value": "a=1&a=1",
    "a repeated name with an empty value": "a=1&a=",
    "names that differ in case": "b=1&B=2&a=3&A=4",
    "a name that begins another": "ab=1&a=2&a-b=3&a.b=4&a%2Db=5",
    "values whose order differs escaped": "a=%7E&a=~&a=A&a=%2D&a=-",
    "a tie in name, order in value": "x=10&x=9&x=1",
    "digits, capitals, small": "_=1&0=2&Z=3&a=4&~=5&-=6&.=7",
    "a plus": "a=b+c",
    "an escaped plus": "a=b%2Bc",
    "an escaped space": "a=b%20c",
    "an escaped ampersand": "a=b%26c%3Dd",
    "tags as one parameter": "tags=key1%3Dvalue1%26key2%3Dvalue2",
    "lower-case escapes": "resourceArn=arn%3aaws%3aiot",
    "an ARN that is not escaped": "resourceArn=arn:aws:iot:us-east-1:123456789012:cacert/ab",
    "an escaped ARN": "resourceArn=" + quote(CERT_ARN, safe=""),
    "a percent without digits": "a=100%&b=%",
    "escaped unicode": "%E1%88%B4=%F0%9F%94%91",
    "unescaped unicode": "\u1234=\u00e9",
    "escaped unreserved characters": "%61=%62",
    "sub-delimiters": "a=!$'()*,;:@/?",
    "a base64 marker": "marker=eyJhIjoxfQ%3D%3D&pageSize=250",
    "many parameters": "&".join(f"p{i * 7919 % 100}={i}" for i in range(100)),
    "a name like ours": "x-amz-signature=1&X-Amz-Meta=2",
}

# No spaces: botocore signs %20 for one but AWSRequest.prepare() writes a plus, which is another value. Its own clients write %20.
PARAMS = {
    "a dictionary": {"setAsActive": "true", "allowAutoRegistration": "false"},
    "values to escape": {"a": "b+d&e=f", "ü": "€", "~": "*'()!"},
    "an ARN": {"resourceArn": CERT_ARN},
    "an empty value": {"marker": ""},
}

HEADERS = {
    "spaces around a value": [("X-Amz-Meta-A", "   a   ")],
    "spaces inside a value": [("X-Amz-Meta-A", "a   b     c")],
    "tabs": [("X-Amz-Meta-A", "\ta \t b\t")],
    "quotes keep nothing": [("X-Amz-Meta-A", '"a   b   c"')],
    "an empty value": [("X-Amz-Meta-A", "")],
    "only spaces": [("X-Amz-Meta-A", "    ")],
    "a repeated name": [("X-Amz-Meta-A", "2"), ("X-Amz-Meta-A", "1")],
    "a repeated name in two cases": [("X-Amz-Meta-A", "z"), ("x-amz-meta-a", "a"), ("X-AMZ-META-A", "m")],
    "a repeated name with spaces": [("X-Amz-Meta-A", " b  c "), ("X-Amz-Meta-A", ""), ("X-Amz-Meta-A", " a")],
    "a value with commas": [("X-Amz-Meta-A", "a, b,c")],
    "a value with colons": [("X-Amz-Meta-A", "a:b:c")],
    "names whose order depends on punctuation": [("X-Amz-B", "1"), ("X-Amz-B-A", "2"), ("X-Amz-Ba", "3"), ("X_Amz", "4")],
    "a principal": [("x-amzn-principal", CERT_ARN)],
    "an iot header": [("x-amzn-iot-name", "value")],
    "a user agent, which is not signed": [("User-Agent", "aws-cli/2 md/x"), ("X-Amzn-Trace-Id", "Root=1-2-3"), ("Expect", "100-continue")],
    "a content type": [("Content-Type", "application/json; charset=utf-8")],
    "an accept header": [("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate")],
    "unicode": [("X-Amz-Meta-A", "caf\u00e9")],
    "a no-break space": [("X-Amz-Meta-A", "a\u00a0 b\u00a0")],
}


def committed():
    for name, path in PATHS.items():
        yield vector(f"path: {name}", path=path)
    for name, query in QUERIES.items():
        yield vector(f"query: {name}", path="/cacertificates", query=query)
    for name, params in PARAMS.items():
        yield vector(f"params: {name}", path="/tags", params=params)
    for name, headers in HEADERS.items():
        yield vector(f"headers: {name}", path="/things", headers=headers)

    json_type = [("Content-Type", "application/json")]
    for service in ("iot", "execute-api"):
        for token in (None, TOKEN):
            suffix = f"{service}{', session token' if token else ''}"
            yield vector(f"registration: {suffix}", "POST", "/cacertificate", "setAsActive=true&allowAutoRegistration=false",
                         headers=json_type, body=PEM, service=service, token=token)
            yield vector(f"no body: {suffix}", "DELETE", "/registrationcode", service=service, token=token)
            yield vector(f"presigned: {suffix}", path="/endpoint", query="endpointType=iot%3AData-ATS",
                         service=service, token=token, presign=900)
            yield vector(f"presigned, odd query: {suffix}", path="/a//b/../c%2Fd", query="z=1&a=b%20c&X-Amzz=2",
                         service=service, token=token, presign=60)

    yield vector("presigned mqtt", path="/mqtt", service="iotdevicegateway", presign=900, scheme="https",
                 host="123456789012.iot.us-east-1.localhost:8443")
    yield vector("presigned with two signed headers", path="/endpoint", headers=[("X-Amz-Meta-A", "a  b")], presign=1)
    yield vector("a binary body", "PUT", "/things/a", body=bytes(range(256)) * 4)
    yield vector("a form", "POST", "/", headers=[("Content-Type", "application/x-www-form-urlencoded")], body=b"Param1=value1&x=%2F")
    yield vector("a body of one null", "POST", "/things/a", body=b"\0")
    yield vector("a body whose hash the client states", "POST", "/things/a", body=b"{}",
                 headers=[("X-Amz-Content-SHA256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")])
    yield vector("a small-letter method", "patch", "/things/a", body=b"{}")
    yield vector("a port", host="127.0.0.1:18099", scheme="http", path="/registrationcode")
    yield vector("the default port", host="localhost:80", scheme="http", path="/registrationcode")
    yield vector("an IPv6 host", host="[::1]:8080", scheme="http", path="/registrationcode")
    yield vector("capitals in the host", host="IoT.US-East-1.AmazonAWS.com", path="/registrationcode")
    yield vector("another region", region="eusc-de-east-1", path="/registrationcode")
    yield vector("a long secret", secret="s" * 300, path="/registrationcode")
    yield vector("a secret that is not ASCII", secret="schl\u00fcssel\U0001F511", path="/registrationcode")
    yield vector("an account number for a key id", key="123456789012", path="/registrationcode")
    yield vector("a Date header", headers=[("Date", "replaced")], path="/registrationcode", resign=False)
    yield vector("a leap day", now=datetime.datetime(2028, 2, 29, 23, 59, 59), path="/registrationcode")
    yield vector("a new year", now=datetime.datetime(2027, 1, 1), path="/registrationcode")
    yield vector("a long query", path="/things", query="a=" + "x" * 20000)
    yield vector("a long path", path="/things/" + "%2F/" * 2000)


def odd_text(rng, alphabet, most):
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(most)))


def random_batch(count, seed):
    rng = random.Random(seed)
    path_parts = ["/", "//", "/.", "/..", "a", "b", "~", "%2F", "%3A", "%2f", "%20", "+", ":", "%", "%4", "é", "🔑", "-", "_", "=", "@",
                  "..", "."]
    query_parts = ["a", "b", "A", "=", "&", "%20", "+", "%2B", "%26", "%3D", "-", "~", "_", ".", "%C3%A9", "%c3", "%", "1", ":", "/", "é",
                   "?"]
    value_parts = ["a", "B", " ", "  ", "\t", ",", ":", '"', "~", "é", "\u00a0", "="]
    for i in range(count):
        presign = rng.choice([None, None, None, rng.randrange(1, 901)])
        headers = [(f"X-Amz-{rng.choice('ABCab')}{rng.choice(['', '-', 'a'])}x", odd_text(rng, value_parts, 8))
                   for _ in range(rng.randrange(5))]
        # A query that presigns is taken apart and put together again by botocore, which loses repeated names: it signs what it sends.
        yield vector(
            f"random {i}",
            method="GET" if presign else rng.choice(["GET", "POST", "PUT", "DELETE", "PATCH"]),
            path="/" + odd_text(rng, path_parts, 12),
            query=odd_text(rng, query_parts, 20),
            headers=headers,
            body=b"" if presign else rng.randbytes(rng.choice([0, 0, 1, 55, 64, 3000])),
            service=rng.choice(["iot", "execute-api"]),
            region=rng.choice(["us-east-1", "eu-central-1", "us-gov-west-1", "local"]),
            token=rng.choice([None, TOKEN, odd_text(rng, "abc/+=~ ", 40) + "t"]),
            presign=presign,
            now=NOW + datetime.timedelta(seconds=rng.randrange(-10 ** 8, 10 ** 8)),
            key="AKIA" + odd_text(rng, "ABC234", 16),
            secret=odd_text(rng, "abcXYZ019+/", 60) + "s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    vectors = committed() if arguments.random is None else random_batch(arguments.random, arguments.seed)
    sys.stdout.reconfigure(encoding="utf-8")
    print("[\n" + ",\n".join(json.dumps(v, ensure_ascii=True) for v in vectors) + "\n]")


if __name__ == "__main__":
    main()
