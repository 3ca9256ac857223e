"""curl, run as a process of its own: what goes over the wire is what the command line says."""

import json
import subprocess
from urllib.parse import urlsplit

from surroundings import ConformanceTest, access_key, open_url, signed_url

JSON = ["--header", "accept: application/json", "--header", "content-type: application/json"]


class CurlTest(ConformanceTest):
    def curl(self, *arguments, to):
        """Leads every connection to one of the servers under test, whatever host the URL names; answers status, headers, body."""
        folder = self.folder()
        target = urlsplit(to)
        done = subprocess.run(
            ["curl", "--disable", "--silent", "--show-error", "--connect-to", f"::{target.hostname}:{target.port}",
             "--dump-header", folder / "head", "--output", folder / "body", "--write-out", "%{http_code}", *map(str, arguments)],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = (folder / "head").read_text(encoding="ascii").splitlines()[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = folder / "body"
        return int(done.stdout), headers, json.loads(body.read_text(encoding="utf-8")) if body.exists() and body.stat().st_size else None

    def unsigned(self, *arguments):
        return self.curl(*arguments, to=open_url())

    def signed(self, service, path, *arguments, host="http://iot.us-west-1.amazonaws.com"):
        key_id, secret = access_key()
        return self.curl("--aws-sigv4", f"aws:amz:us-west-1:{service}", "--user", f"{key_id}:{secret}", f"{host}{path}", *arguments, to=signed_url())

    def request_file(self, **members):
        """The body of a registration, in a file, as --data @FILE wants it."""
        file = self.folder() / "request.json"
        file.write_text(json.dumps(members), encoding="utf-8")
        return f"@{file}"
