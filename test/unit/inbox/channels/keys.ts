import { generateKeyPairSync } from 'node:crypto';

const base64Url = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));

/** Keys of RFC 8291, appendix A. */
export const rfc8291 = {
  plaintext: 'When I grow up, I want to be a watermelon',
  salt: base64Url('DGv6ra1nlYgDCS1FRnbzlw'),
  serverPrivate: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  serverPublic: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  browserPrivate: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  browserPublic: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
} as const;

/** A key of P-256 as JWK. */
export function jwkOf(point: string, number: string): JsonWebKey {
  const bytes = base64Url(point);
  const coordinate = (from: number) => Buffer.from(bytes.subarray(from, from + 32)).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33), d: number };
}

/** A browser that can decrypt what it gets by the keys above. */
export const subscription = {
  kind: 'web_push',
  endpoint: 'https://push.example/send/abc',
  p256dh: rfc8291.browserPublic,
  auth: rfc8291.auth,
} as const;

const vapid = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const vapidJwk = vapid.privateKey.export({ format: 'jwk' });

export const vapidPublicKey = vapid.publicKey;

export const vapidBindings = {
  VAPID_PUBLIC_KEY: Buffer.concat([
    Buffer.from([4]),
    Buffer.from(vapidJwk.x ?? '', 'base64url'),
    Buffer.from(vapidJwk.y ?? '', 'base64url'),
  ]).toString('base64url'),
  VAPID_PRIVATE_KEY: vapidJwk.d ?? '',
  VAPID_SUBJECT: 'mailto:trips@mail.example',
};

const account = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const fcmPublicKey = account.publicKey;

export const fcmBindings = {
  FCM_SERVICE_ACCOUNT: JSON.stringify({
    project_id: 'trips',
    client_email: 'sender@trips.example',
    private_key: account.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: 'https://oauth2.example/token',
  }),
};

const team = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const apnsPublicKey = team.publicKey;

export const apnsBindings = {
  APNS_TEAM_ID: 'TEAM123456',
  APNS_KEY_ID: 'KEY1234567',
  // As it is pasted into a secret: on one line.
  APNS_PRIVATE_KEY: String(team.privateKey.export({ type: 'pkcs8', format: 'pem' })).replaceAll('\n', '\\n'),
};
