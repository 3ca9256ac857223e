"""boto3 over things and what belongs to them, with each modelled error raised as its own class."""

import secrets

from boto import REGION, BotoTest


class ThingTest(BotoTest):
    def setUp(self):
        self.account = f"{secrets.randbelow(10 ** 12):012}"
        self.iot = self.client_of_account(self.account)

    def certificate(self):
        return self.iot.create_keys_and_certificate(setAsActive=True)["certificateArn"]

    def message(self, *arguments, **parameters):
        return self.refusal(*arguments, **parameters)["Error"]["Message"]

    def described(self, name="buoy"):
        thing = self.iot.describe_thing(thingName=name)
        return thing["attributes"], thing["version"]

    def pages(self, operation, key, **parameters):
        pages = self.iot.get_paginator(operation).paginate(PaginationConfig={"PageSize": 2}, **parameters)
        return [one for page in pages for one in page[key]]


class Things(ThingTest):
    def test_a_thing_is_created_described_changed_and_deleted(self):
        created = self.iot.create_thing(thingName="buoy", attributePayload={"attributes": {"site": "dock"}})
        arn = f"arn:aws:iot:{REGION}:{self.account}:thing/buoy"
        self.assertEqual((created["thingName"], created["thingArn"]), ("buoy", arn))
        described = self.iot.describe_thing(thingName="buoy")
        self.assertEqual(
            (described["thingArn"], described["thingId"], described["defaultClientId"], described["attributes"], described["version"]),
            (arn, created["thingId"], "buoy", {"site": "dock"}, 1))
        self.iot.update_thing(thingName="buoy", attributePayload={"attributes": {"depth": "7"}, "merge": True}, expectedVersion=1)
        self.assertEqual(self.described(), ({"site": "dock", "depth": "7"}, 2))
        self.iot.update_thing(thingName="buoy", attributePayload={"attributes": {"site": ""}, "merge": True})
        self.assertEqual(self.described(), ({"depth": "7"}, 3))
        self.iot.update_thing(thingName="buoy", attributePayload={"attributes": {"site": "sea"}})
        self.assertEqual(self.described(), ({"site": "sea"}, 4))
        self.refusal("VersionConflictException", "update_thing", thingName="buoy", attributePayload={"attributes": {}}, expectedVersion=1)
        self.refusal("VersionConflictException", "delete_thing", thingName="buoy", expectedVersion=1)
        self.iot.delete_thing(thingName="buoy", expectedVersion=4)
        self.refusal("ResourceNotFoundException", "describe_thing", thingName="buoy")
        self.refusal("ResourceNotFoundException", "update_thing", thingName="buoy")
        self.iot.delete_thing(thingName="buoy")

    def test_the_same_thing_is_created_again_and_another_under_its_name_is_not(self):
        made = {"thingName": "buoy", "attributePayload": {"attributes": {"site": "dock"}}}
        created = self.iot.create_thing(**made)
        self.assertEqual(self.iot.create_thing(**made)["thingId"], created["thingId"])
        refused = self.refusal("ResourceAlreadyExistsException", "create_thing", thingName="buoy", attributePayload={"attributes": {"site": "sea"}})
        self.assertEqual(refused["resourceId"], created["thingId"])

    def test_what_a_thing_may_not_be_is_refused(self):
        for attributes in ({"a b": "c"}, {"a": "b c"}, {f"n{number}": "1" for number in range(51)}):
            self.refusal("InvalidRequestException", "create_thing", thingName="buoy", attributePayload={"attributes": attributes})
        self.refusal("InvalidRequestException", "create_thing", thingName="a buoy")
        self.assertIn("thing type", self.message("InvalidRequestException", "create_thing", thingName="buoy", thingTypeName="Buoy"))

    def test_things_are_listed_all_and_by_an_attribute(self):
        for number in range(5):
            self.iot.create_thing(thingName=f"buoy-{number}", attributePayload={"attributes": {"site": f"dock-{number % 2}"}})
        everything = self.pages("list_things", "things")
        self.assertEqual([thing["thingName"] for thing in everything], [f"buoy-{number}" for number in range(5)])
        self.assertEqual(everything[1]["attributes"], {"site": "dock-1"})
        found = self.pages("list_things", "things", attributeName="site", attributeValue="dock-1")
        self.assertEqual([thing["thingName"] for thing in found], ["buoy-1", "buoy-3"])
        found = self.pages("list_things", "things", attributeName="site", attributeValue="dock-", usePrefixAttributeValue=True)
        self.assertEqual(len(found), 5)
        self.refusal("InvalidRequestException", "list_things", nextToken="none")


class Principals(ThingTest):
    def test_a_certificate_is_attached_listed_both_ways_and_detached(self):
        certificates = sorted(self.certificate() for _ in range(3))
        for name in ("buoy", "lamp", "mast"):
            self.iot.create_thing(thingName=name)
        for principal in certificates:
            self.iot.attach_thing_principal(thingName="buoy", principal=principal)
        self.iot.attach_thing_principal(thingName="lamp", principal=certificates[0])
        self.iot.attach_thing_principal(thingName="mast", principal=certificates[0])
        self.iot.attach_thing_principal(thingName="buoy", principal=certificates[0])
        self.assertEqual(sorted(self.pages("list_thing_principals", "principals", thingName="buoy")), certificates)
        self.assertEqual(sorted(self.pages("list_principal_things", "things", principal=certificates[0])), ["buoy", "lamp", "mast"])
        refused = self.message("InvalidRequestException", "delete_thing", thingName="buoy")
        self.assertTrue(refused.startswith("Cannot delete. Thing buoy is still attached to one or more principals"), refused)
        for principal in certificates:
            self.iot.detach_thing_principal(thingName="buoy", principal=principal)
        self.assertEqual(self.iot.list_thing_principals(thingName="buoy")["principals"], [])
        self.assertEqual(self.iot.list_principal_things(principal=certificates[1])["things"], [])
        self.iot.delete_thing(thingName="buoy")

    def test_what_is_unknown_or_of_another_account_is_not_found(self):
        self.iot.create_thing(thingName="buoy")
        other = self.client_of_account(f"{secrets.randbelow(10 ** 12):012}").create_keys_and_certificate()["certificateArn"]
        for principal in (other, other.replace(other.split(":")[4], self.account)):
            self.refusal("ResourceNotFoundException", "attach_thing_principal", thingName="buoy", principal=principal)
        mine = self.certificate()
        for call in ("attach_thing_principal", "detach_thing_principal"):
            self.refusal("ResourceNotFoundException", call, thingName="lamp", principal=mine)
        self.refusal("ResourceNotFoundException", "list_thing_principals", thingName="lamp")
        self.refusal("InvalidRequestException", "attach_thing_principal", thingName="buoy", principal="lamp")

    def test_an_endpoint_names_the_account_and_the_region(self):
        for endpoint_type in ("iot:Data-ATS", "iot:Data"):
            told = self.iot.describe_endpoint(endpointType=endpoint_type)["endpointAddress"]
            self.assertTrue(told.startswith(f"{self.account}.iot.{REGION}."), told)
        self.refusal("InvalidRequestException", "describe_endpoint", endpointType="iot:Jobs")
