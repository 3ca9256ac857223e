// The SDK as it comes, pointed at the servers that tests/conformance/run started.
import assert from 'node:assert/strict';
import { GetRegistrationCodeCommand, IoTClient, RegisterCACertificateCommand } from '@aws-sdk/client-iot';

export const account = '123456789012';
export const role = `arn:aws:iam::${account}:role/JITPRole`;

export const template = JSON.stringify({
  Parameters: { 'AWS::IoT::Certificate::Id': { Type: 'String' }, 'AWS::IoT::Certificate::CommonName': { Type: 'String' } },
  Resources: {
    thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'AWS::IoT::Certificate::CommonName' } } },
    certificate: { Type: 'AWS::IoT::Certificate', Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' }, Status: 'ACTIVE' } },
    policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'Fleet' } },
  },
});

export function given(name) {
  assert.ok(process.env[name], `${name} is not set: start the tests with tests/conformance/run EXECUTABLE.`);
  return process.env[name];
}

const issued = () => ({ accessKeyId: given('CONFORMANCE_ACCESS_KEY_ID'), secretAccessKey: given('CONFORMANCE_SECRET_ACCESS_KEY') });

// A client of the server that wants signatures, with its root key unless told otherwise.
// Its property `sent` holds every HTTP request as it went out, each attempt of a retried one.
export function signedClient(t, { credentials = {}, ...config }) {
  return recorded(t, new IoTClient({ endpoint: given('CONFORMANCE_SIGNED_URL'), credentials: { ...issued(), ...credentials }, ...config }));
}

// A client of the server that believes an access key id of 12 digits to be an account.
export function clientOfAccount(t, accessKeyId, region) {
  return recorded(t, new IoTClient({ endpoint: given('CONFORMANCE_OPEN_URL'), region, credentials: { accessKeyId, secretAccessKey: 'any' } }));
}

function recorded(t, iot) {
  t.after(() => iot.destroy());
  iot.sent = [];
  iot.middlewareStack.add((next) => (args) => {
    iot.sent.push(args.request);
    return next(args);
  }, { step: 'deserialize', priority: 'low', name: 'recordWhatIsSent' });
  return iot;
}

export async function codeOf(iot) {
  return (await iot.send(new GetRegistrationCodeCommand({}))).registrationCode;
}

// Registers without a proof, which most tests are not about.
export function register(iot, authority, parameters = {}) {
  return iot.send(new RegisterCACertificateCommand({ caCertificate: authority.pem, certificateMode: 'SNI_ONLY', ...parameters }));
}

// The error as the SDK throws it, by the class that its users catch; sent once unless told otherwise.
export async function refusal(iot, command, exception, status, attempts = 1) {
  iot.sent.length = 0;
  const error = await iot.send(command).then(() => assert.fail(`${exception.name} was not thrown`), (thrown) => thrown);
  assert.ok(error instanceof exception, `${error.stack}`);
  assert.deepEqual([error.$metadata.httpStatusCode, error.$fault], [status, 'client']);
  assert.match(error.$metadata.requestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual([iot.sent.length, error.$metadata.attempts], [attempts, attempts]);
  return error;
}
