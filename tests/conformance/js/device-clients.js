// The MQTT clients that devices have, as they come, each behind the same few words:
//   open(options) resolves when the client is admitted and rejects when it is not; then publish, subscribe, next message, ended, close.
import { EventEmitter, on, once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { iot, mqtt, mqtt5 } from 'aws-iot-device-sdk-v2';
import mqttjs from 'mqtt';

// What came in, in its order, and whether the connection has ended.
class Connection {
  constructor({ close, ...acts }) {
    Object.assign(this, acts);
    let closing;
    this.close = () => { closing ??= close(); return closing; };
    this.came = new EventEmitter();
    this.messages = on(this.came, 'message');
    this.ended = once(this.came, 'ended');
  }

  deliver(topic, payload, qos) { this.came.emit('message', { topic, payload: Buffer.from(payload).toString(), qos }); }

  end() { this.came.emit('ended'); }

  async next() { return (await this.messages.next()).value[0]; }
}

const seconds = (value) => value * 1000;

const openMqttJs = (protocolVersion) => async ({ port, trust, device, clientId, tls, will }) => {
  const client = mqttjs.connect({
    protocol: 'mqtts', host: 'localhost', port, ca: trust, cert: device.pem, key: device.key, minVersion: tls, maxVersion: tls,
    clientId, protocolVersion, reconnectPeriod: 0, connectTimeout: seconds(20), will: will && { ...will, payload: Buffer.from(will.payload) },
  });
  const connection = new Connection({
    publish: (topic, payload, qos) => client.publishAsync(topic, payload, { qos }),
    subscribe: async (topic, qos) => (await client.subscribeAsync(topic, { qos }))[0].qos,
    close: () => client.endAsync(),
  });
  client.on('message', (topic, payload, packet) => connection.deliver(topic, payload, packet.qos));
  await new Promise((resolve, reject) => {
    client.once('connect', resolve).once('close', () => reject(new Error('closed'))).on('error', reject);
  });
  client.once('close', () => connection.end());
  return connection;
};

// Only its collection ends a closed client of MQTT 5, and until then the process does not end. The timer lasts as long as the process has other work.
setFlagsFromString('--expose-gc');
setInterval(runInNewContext('gc'), seconds(1)).unref();

async function openDeviceSdk311({ port, trust, device, clientId, will }) {
  const builder = iot.AwsIotMqttConnectionConfigBuilder.new_mtls_builder(device.pem, device.key)
    .with_certificate_authority(trust).with_endpoint('localhost').with_port(port).with_client_id(clientId).with_clean_session(true);
  if (will) {
    builder.with_will(new mqtt.MqttWill(will.topic, will.qos, will.payload));
  }
  const client = new mqtt.MqttClient().new_connection(builder.build());
  const connection = new Connection({
    publish: (topic, payload, qos) => client.publish(topic, payload, qos),
    subscribe: async (topic, qos) => (await client.subscribe(topic, qos)).qos,
    close: async () => {
      const closed = once(client, 'closed');
      await client.disconnect();
      await closed;
    },
  });
  client.on('message', (topic, payload, isAgain, qos) => connection.deliver(topic, payload, qos));
  // It would try again by itself, and tells of a lost connection only then.
  client.on('interrupt', () => { connection.end(); connection.close(); });
  client.on('error', () => {});
  await client.connect();
  return connection;
}

async function openDeviceSdk5({ port, trust, device, clientId, will }) {
  const builder = iot.AwsIotMqtt5ClientConfigBuilder.newDirectMqttBuilderWithMtlsFromMemory('localhost', device.pem, device.key)
    .withCertificateAuthority(trust).withPort(port)
    .withConnectProperties({ clientId, keepAliveIntervalSeconds: 60, will: will && { topicName: will.topic, payload: will.payload, qos: will.qos } });
  let client = new mqtt5.Mqtt5Client(builder.build());
  const close = async () => {
    const stopped = once(client, 'stopped');
    client.stop({ reasonCode: mqtt5.DisconnectReasonCode.NormalDisconnection });
    await stopped;
    client.close();
    client = undefined;
  };
  const connection = new Connection({
    publish: (topicName, payload, qos) => client.publish({ topicName, payload, qos }),
    subscribe: async (topicFilter, qos) => (await client.subscribe({ subscriptions: [{ topicFilter, qos }] })).reasonCodes[0],
    close,
  });
  client.on('messageReceived', ({ message }) => connection.deliver(message.topicName, message.payload, message.qos));
  client.on('error', () => {});
  const answer = new Promise((resolve, reject) => {
    client.once('connectionSuccess', resolve).once('connectionFailure', ({ error }) => reject(error));
  });
  client.start();
  await answer.catch(async (error) => { await close(); throw error; });
  client.once('disconnection', () => connection.end());
  return connection;
}

// AWS's own agrees on the latest version there is, and has no way to be told otherwise.
const both = ['TLSv1.2', 'TLSv1.3'];
const latest = ['TLSv1.3'];

export const clients = {
  'mqtt over MQTT 3.1.1': { open: openMqttJs(4), versions: both },
  'mqtt over MQTT 5': { open: openMqttJs(5), versions: both },
  'aws-iot-device-sdk-v2 over MQTT 3.1.1': { open: openDeviceSdk311, versions: latest },
  'aws-iot-device-sdk-v2 over MQTT 5': { open: openDeviceSdk5, versions: latest },
};
