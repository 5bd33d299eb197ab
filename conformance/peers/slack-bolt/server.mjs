import Bolt from '@slack/bolt';
import { secret } from './serve.mjs';

// Its own receiver answers: 401 or 400 if it says no; an event that it believes is acknowledged.
const receiver = new Bolt.HTTPReceiver({ signingSecret: secret, endpoints: ['/'], logLevel: 'error' });
receiver.init({ processEvent: (event) => event.ack() });
receiver.start({ host: '127.0.0.1', port: Number(process.env.PORT) });
