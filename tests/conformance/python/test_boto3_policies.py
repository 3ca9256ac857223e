"""boto3 over every operation of policies, with each modelled error raised as its own class."""

import json
import secrets

from boto import REGION, BotoTest
from surroundings import ACCOUNT

LETTERS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Connect", "Resource": f"arn:aws:iot:{REGION}:{ACCOUNT}:client/${{iot:ClientId}}"}]}
TOPICS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Publish", "Resource": f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/dock/*"}]}
SECRETS = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iot:Publish", "Resource": "*/secret"}]}


def text(document):
    return json.dumps(document)


class PolicyTest(BotoTest):
    def setUp(self):
        super().setUp()
        self.name = f"policy-{secrets.token_hex(6)}"

    def made(self, document=LETTERS, name=None, **parameters):
        return self.iot.create_policy(policyName=name or self.name, policyDocument=text(document), **parameters)

    def certificate(self):
        return self.iot.create_keys_and_certificate(setAsActive=True)["certificateArn"]

    def message(self, *arguments, **parameters):
        return self.refusal(*arguments, **parameters)["Error"]["Message"]

    def empty(self, call, **parameters):
        """An answer without members, as the service model has it."""
        answer = getattr(self.iot, call)(**parameters)
        self.assertEqual((answer["ResponseMetadata"]["HTTPStatusCode"], len(answer)), (200, 1))


class Policies(PolicyTest):
    def test_a_policy_is_created_found_listed_and_deleted(self):
        created = self.made(tags=[{"Key": "plant", "Value": "2"}])
        arn = f"arn:aws:iot:{REGION}:{ACCOUNT}:policy/{self.name}"
        self.assertEqual((created["policyName"], created["policyArn"], created["policyDocument"], created["policyVersionId"]), (self.name, arn, text(LETTERS), "1"))
        found = self.iot.get_policy(policyName=self.name)
        self.assertEqual((found["policyArn"], found["policyDocument"], found["defaultVersionId"]), (arn, text(LETTERS), "1"))
        self.assertEqual(found["creationDate"], found["lastModifiedDate"])
        self.assertEqual(self.iot.list_tags_for_resource(resourceArn=arn)["tags"], [{"Key": "plant", "Value": "2"}])
        pages = self.iot.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 1})
        self.assertIn({"policyName": self.name, "policyArn": arn}, [policy for page in pages for policy in page["policies"]])
        self.empty("delete_policy", policyName=self.name)
        self.refusal("ResourceNotFoundException", "get_policy", policyName=self.name)

    def test_a_name_is_taken_once(self):
        self.made()
        message = self.message("ResourceAlreadyExistsException", "create_policy", policyName=self.name, policyDocument=text(TOPICS))
        self.assertIn(f"Policy cannot be created - name already exists (name={self.name})", message)
        self.assertEqual(self.iot.get_policy(policyName=self.name)["policyDocument"], text(LETTERS))

    def test_a_document_that_is_none_is_malformed(self):
        statement = {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}
        for document in ("", "{", "[]", "{}", text({"Statement": [{**statement, "Effect": "Perhaps"}]}), text({"Statement": [{**statement, "Principal": "*"}]}),
                         text({"Version": "2020-01-01", "Statement": [statement]}), text({"Statement": [{**statement, "Sid": "a" * 3000}]})):
            with self.subTest(document[:40]):
                self.refusal("MalformedPolicyException", "create_policy", policyName=self.name, policyDocument=document)
        self.refusal("ResourceNotFoundException", "get_policy", policyName=self.name)

    def test_a_policy_in_use_is_not_deleted(self):
        self.made()
        certificate = self.certificate()
        self.empty("attach_policy", policyName=self.name, target=certificate)
        message = self.message("DeleteConflictException", "delete_policy", policyName=self.name)
        self.assertIn(f"The policy cannot be deleted as the policy is attached to one or more principals (name={self.name})", message)
        self.empty("detach_policy", policyName=self.name, target=certificate)
        self.empty("delete_policy", policyName=self.name)

    def test_what_is_unknown_is_not_found(self):
        target = self.certificate()
        for call, parameters in {
            "get_policy": {}, "delete_policy": {}, "list_policy_versions": {}, "list_targets_for_policy": {}, "attach_policy": {"target": target},
            "create_policy_version": {"policyDocument": text(LETTERS)}, "get_policy_version": {"policyVersionId": "1"},
            "set_default_policy_version": {"policyVersionId": "1"}, "delete_policy_version": {"policyVersionId": "1"},
        }.items():
            with self.subTest(call):
                self.refusal("ResourceNotFoundException", call, policyName=self.name, **parameters)


class Versions(PolicyTest):
    def add(self, document=TOPICS, **parameters):
        return self.iot.create_policy_version(policyName=self.name, policyDocument=text(document), **parameters)

    def test_versions_are_added_chosen_and_deleted(self):
        self.made()
        added = self.add()
        self.assertEqual((added["policyVersionId"], added["isDefaultVersion"]), ("2", False))
        self.assertTrue(self.add(SECRETS, setAsDefault=True)["isDefaultVersion"])
        self.assertEqual(self.iot.get_policy(policyName=self.name)["policyDocument"], text(SECRETS))
        self.empty("set_default_policy_version", policyName=self.name, policyVersionId="2")
        listed = self.iot.list_policy_versions(policyName=self.name)["policyVersions"]
        self.assertEqual({version["versionId"]: version["isDefaultVersion"] for version in listed}, {"1": False, "2": True, "3": False})
        self.empty("delete_policy_version", policyName=self.name, policyVersionId="1")
        second = self.iot.get_policy_version(policyName=self.name, policyVersionId="2")
        self.assertEqual((second["policyDocument"], second["isDefaultVersion"]), (text(TOPICS), True))
        self.refusal("ResourceNotFoundException", "get_policy_version", policyName=self.name, policyVersionId="1")

    def test_the_sixth_version_is_one_too_many_and_a_number_is_not_given_twice(self):
        self.made()
        for _ in range(4):
            self.add()
        self.refusal("VersionsLimitExceededException", "create_policy_version", policyName=self.name, policyDocument=text(TOPICS))
        self.empty("delete_policy_version", policyName=self.name, policyVersionId="5")
        self.assertEqual(self.add()["policyVersionId"], "6")

    def test_the_version_that_counts_is_not_deleted_and_neither_is_a_policy_of_several(self):
        self.made()
        self.add()
        self.refusal("DeleteConflictException", "delete_policy_version", policyName=self.name, policyVersionId="1")
        message = self.message("DeleteConflictException", "delete_policy", policyName=self.name)
        self.assertIn("The policy cannot be deleted as", message)

    def test_a_malformed_version_is_not_added(self):
        self.made()
        self.refusal("MalformedPolicyException", "create_policy_version", policyName=self.name, policyDocument="{}", setAsDefault=True)
        self.assertEqual(len(self.iot.list_policy_versions(policyName=self.name)["policyVersions"]), 1)


class Attachments(PolicyTest):
    def test_attached_once_or_twice_is_the_same(self):
        self.made()
        certificate = self.certificate()
        for _ in range(2):
            self.empty("attach_policy", policyName=self.name, target=certificate)
        attached = self.iot.list_attached_policies(target=certificate)["policies"]
        self.assertEqual([policy["policyName"] for policy in attached], [self.name])
        self.assertEqual(self.iot.list_targets_for_policy(policyName=self.name)["targets"], [certificate])
        for _ in range(2):
            self.empty("detach_policy", policyName=self.name, target=certificate)
        self.assertEqual(self.iot.list_attached_policies(target=certificate)["policies"], [])

    def test_the_older_operations_do_the_same(self):
        self.made()
        certificate = self.certificate()
        self.empty("attach_principal_policy", policyName=self.name, principal=certificate)
        listed = self.iot.list_principal_policies(principal=certificate)["policies"]
        self.assertEqual(listed, self.iot.list_attached_policies(target=certificate)["policies"])
        self.assertEqual(self.iot.list_policy_principals(policyName=self.name)["principals"], [certificate])
        self.empty("detach_principal_policy", policyName=self.name, principal=certificate)
        self.assertEqual(self.iot.list_principal_policies(principal=certificate)["policies"], [])

    def test_the_eleventh_policy_of_a_certificate_is_one_too_many(self):
        certificate = self.certificate()
        names = [f"{self.name}-{number}" for number in range(11)]
        for name in names:
            self.made(name=name)
        for name in names[:10]:
            self.empty("attach_policy", policyName=name, target=certificate)
        # The SDK takes this name for a throttle and tries again by itself, unless told not to.
        self.iot = self.client(retries={"total_max_attempts": 1})
        for call, parameters in (("attach_policy", {"target": certificate}), ("attach_principal_policy", {"principal": certificate})):
            self.refusal("LimitExceededException", call, policyName=names[10], **parameters)
        self.assertEqual(len(self.iot.list_attached_policies(target=certificate)["policies"]), 10)

    def test_a_certificate_that_is_not_there_has_none(self):
        self.made()
        unknown = f"arn:aws:iot:{REGION}:{ACCOUNT}:cert/{'0' * 64}"
        self.refusal("ResourceNotFoundException", "attach_policy", policyName=self.name, target=unknown)
        self.refusal("ResourceNotFoundException", "list_attached_policies", target=unknown)
        self.refusal("InvalidRequestException", "attach_policy", policyName=self.name, target="lamp")

    def test_another_account_sees_nothing_of_it(self):
        first, second = (self.client_of_account(f"{secrets.randbelow(10 ** 12):012}") for _ in range(2))
        certificate = first.create_keys_and_certificate()["certificateArn"]
        first.create_policy(policyName=self.name, policyDocument=text(LETTERS))
        self.iot = second
        self.refusal("ResourceNotFoundException", "get_policy", policyName=self.name)
        self.refusal("ResourceNotFoundException", "list_attached_policies", target=certificate)
        self.assertEqual(second.list_policies()["policies"], [])


class Testing(PolicyTest):
    def decisions(self, certificate, *actions, **parameters):
        infos = [{"actionType": action, "resources": [f"arn:aws:iot:{REGION}:{ACCOUNT}:{resource}"]} for action, resource in actions]
        return self.iot.test_authorization(principal=certificate, authInfos=infos, **parameters)["authResults"]

    def test_authorizations_are_told_with_the_policies_that_decide(self):
        certificate = self.certificate()
        for document in (LETTERS, TOPICS, SECRETS):
            name = self.made(document, name=f"{self.name}-{secrets.token_hex(2)}")["policyName"]
            self.empty("attach_policy", policyName=name, target=certificate)
        results = self.decisions(certificate, ("CONNECT", "client/lamp"), ("CONNECT", "client/other"), ("PUBLISH", "topic/dock/secret"), clientId="lamp")
        self.assertEqual([result["authDecision"] for result in results], ["ALLOWED", "IMPLICIT_DENY", "EXPLICIT_DENY"])
        self.assertEqual([policy["policyName"] for policy in results[2]["denied"]["explicitDeny"]["policies"]], [name])
        without = self.decisions(certificate, ("PUBLISH", "topic/dock/secret"), policyNamesToSkip=[name])
        self.assertEqual(without[0]["authDecision"], "ALLOWED")
        unnamed = self.decisions(certificate, ("CONNECT", "client/lamp"))
        self.assertEqual((unnamed[0]["authDecision"], unnamed[0]["missingContextValues"]), ("IMPLICIT_DENY", ["iot:ClientId"]))

    def test_variables_of_a_thing_are_those_of_the_thing_that_the_client_id_names(self):
        certificate, thing = self.certificate(), f"thing-{secrets.token_hex(6)}"
        self.made({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "iot:Publish", "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}},
            "Resource": f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/${{iot:Connection.Thing.ThingName}}/${{iot:Connection.Thing.Attributes[site]}}"}]})
        self.empty("attach_policy", policyName=self.name, target=certificate)
        self.iot.create_thing(thingName=thing, attributePayload={"attributes": {"site": "dock"}})
        asked = ("PUBLISH", f"topic/{thing}/dock")
        self.assertEqual(self.decisions(certificate, asked, clientId=thing)[0]["authDecision"], "IMPLICIT_DENY")
        self.iot.attach_thing_principal(thingName=thing, principal=certificate)
        self.assertEqual(self.decisions(certificate, asked, clientId=thing)[0]["authDecision"], "ALLOWED")
        self.assertEqual(self.decisions(certificate, asked, clientId="other")[0]["authDecision"], "IMPLICIT_DENY")

    def test_the_policies_that_apply_are_told_with_their_documents(self):
        self.made()
        certificate, thing = self.certificate(), f"thing-{secrets.token_hex(6)}"
        self.empty("attach_policy", policyName=self.name, target=certificate)
        effective = self.iot.get_effective_policies(principal=certificate)["effectivePolicies"]
        self.assertEqual([(policy["policyName"], policy["policyDocument"]) for policy in effective], [(self.name, text(LETTERS))])
        self.refusal("ResourceNotFoundException", "get_effective_policies", thingName=thing, principal=certificate)
        self.iot.create_thing(thingName=thing)
        self.assertEqual(self.iot.get_effective_policies(thingName=thing, principal=certificate)["effectivePolicies"], effective)
        self.assertEqual(self.iot.get_effective_policies(thingName=thing)["effectivePolicies"], [])

    def test_what_cannot_be_tested_is_refused(self):
        infos = [{"actionType": "CONNECT", "resources": ["*"]}]
        unknown = f"arn:aws:iot:{REGION}:{ACCOUNT}:cert/{'0' * 64}"
        self.refusal("ResourceNotFoundException", "test_authorization", principal=unknown, authInfos=infos)
        self.refusal("ResourceNotFoundException", "test_authorization", policyNamesToAdd=[self.name], authInfos=infos)
        self.refusal("InvalidRequestException", "test_authorization", principal="lamp", authInfos=infos)
        self.refusal("InvalidRequestException", "get_effective_policies")
