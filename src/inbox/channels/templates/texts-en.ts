import type { Fields } from './fields';
import { sentences, type TypeTexts } from './type-texts';

/** The texts of the types in English. */
export const englishTexts: TypeTexts = {
  booking_confirmed: {
    text: (f) => ({
      title: named(f, (name) => `Booked: ${name}`) ?? 'Your booking is confirmed',
      body: sentences(' ', dated(f, 'It is for'), code(f)) ?? 'Everything is set.',
    }),
    sms: (f) => ({
      title: named(f, (name) => `${name} is booked`) ?? 'Your booking is confirmed',
      body: sentences(' ', dated(f, 'For'), code(f)) ?? '',
    }),
  },
  price_alert: {
    text: (f) => {
      const what = f.text('name') ?? 'something you watch';
      const price = f.money('price');
      const before = f.money('old_price');
      return {
        title: price === null ? `New price for ${what}` : `${what}: now ${price}`,
        body: before === null ? 'Have a look before it changes again.' : `It was ${before}.`,
      };
    },
  },
  payment_failed: {
    text: (f) => ({
      title: 'A payment failed',
      body: paymentBody(f, 'Please pay in another way, or the booking may be lost.'),
    }),
    email: (f) => ({
      title: named(f, (name) => `Your payment for ${name} failed`) ?? 'Your payment failed',
      body: paymentBody(f, 'Please check your card or choose another way to pay. Until then the booking is not certain.'),
    }),
    sms: (f) => ({ title: 'A payment failed', body: paymentBody(f, 'Please pay in another way.') }),
  },
  trip_update: {
    text: (f, events) => {
      const trip = f.text('trip_title');
      const changes = f.count('changes') ?? events;
      const by = f.text('actor_name');
      return {
        title: trip === null ? 'A trip has changed' : `${trip} has changed`,
        body:
          changes > 1
            ? `${changes} changes${by === null ? '' : `, the last by ${by}`}.`
            : `${by ?? 'Somebody'} changed the plan.`,
      };
    },
  },
  trip_invited: {
    text: (f) => ({
      title: `You are part of ${f.text('trip_title') ?? 'a trip'}`,
      body: `${f.text('actor_name') ?? 'Somebody'} added you. Plan it together.`,
    }),
  },
  role_changed: {
    text: (f) => ({
      title: `Your role in ${documentTitle(f) ?? 'a trip'} changed`,
      body: named(f, (role) => `Your role is ${role} now.`, 'role') ?? 'Open it to see what you can do.',
    }),
  },
  trip_removed: {
    text: (f) => ({
      title: `You are no longer part of ${f.text('trip_title') ?? 'a trip'}`,
      body: named(f, (actor) => `${actor} removed you.`, 'actor_name') ?? 'Its owner can add you again.',
    }),
  },
  trip_deleted: {
    text: (f) => ({
      title: `${f.text('trip_title') ?? 'A trip'} was deleted`,
      body: `${f.text('actor_name') ?? 'Somebody'} deleted it. Its owners can bring it back for a while.`,
    }),
  },
  event_invited: {
    text: (f) => ({
      title: `Invitation: ${f.text('event_title') ?? 'an event'}`,
      body:
        sentences(
          ' ',
          when(f),
          named(f, (actor) => `${actor} invites you.`, 'actor_name'),
          'Will you be there?',
        ) ?? '',
    }),
    actions: { accepted: 'Yes', declined: 'No', tentative: 'Maybe' },
  },
  event_changed: {
    text: (f) => ({
      title: `${f.text('event_title') ?? 'An event'} is at another time`,
      body:
        sentences(
          ' ',
          when(f),
          named(f, (actor) => `Changed by ${actor}.`, 'actor_name'),
        ) ?? 'Open it to see when.',
    }),
  },
  event_cancelled: {
    text: (f) => ({
      title: `${f.text('event_title') ?? 'An event'} is cancelled`,
      body:
        sentences(
          ' ',
          when(f),
          named(f, (actor) => `${actor} cancelled it.`, 'actor_name'),
        ) ?? 'It does not take place.',
    }),
  },
  event_reminder: {
    text: (f) => ({
      title: `${f.text('event_title') ?? 'An event'} is about to begin`,
      body: sentences(' ', when(f), place(f)) ?? 'Open it to see where.',
    }),
  },
  event_shared: {
    text: (f) => ({
      title: `You are part of ${f.text('event_title') ?? 'an event'}`,
      body: sentences(' ', when(f), `${f.text('actor_name') ?? 'Somebody'} added you.`) ?? '',
    }),
  },
  event_removed: {
    text: (f) => ({
      title: `You are no longer part of ${f.text('event_title') ?? 'an event'}`,
      body: named(f, (actor) => `${actor} removed you.`, 'actor_name') ?? 'Its owner can add you again.',
    }),
  },
  calendar_shared: {
    text: (f) => ({
      title: `${f.text('calendar_title') ?? 'A calendar'} is shared with you`,
      body: `${f.text('actor_name') ?? 'Somebody'} added you. Its events are among yours now.`,
    }),
  },
  calendar_removed: {
    text: (f) => ({
      title: `${f.text('calendar_title') ?? 'A calendar'} is no longer shared with you`,
      body: named(f, (actor) => `${actor} removed you.`, 'actor_name') ?? 'Its owner can add you again.',
    }),
  },
  calendar_deleted: {
    text: (f) => ({
      title: `${f.text('calendar_title') ?? 'A calendar'} was deleted`,
      body: `${f.text('actor_name') ?? 'Somebody'} deleted it, with its events. Its owners can bring it back for a while.`,
    }),
  },
  device_invalid: {
    text: (f) => ({
      title: `${f.text('device_label') ?? 'One of your devices'} cannot be reached`,
      body: 'Register it again in the settings to get notifications there.',
    }),
  },
  address_code: {
    text: (f) => ({
      title: `Your code is ${f.text('code') ?? ''}`,
      body: `Enter it in the notification settings of TripTrip within ${f.count('minutes') ?? 1} minutes. If you did not ask for it, there is nothing to do.`,
    }),
  },
  test: {
    text: () => ({ title: 'This is a test', body: 'Notifications reach you here.' }),
  },
};

function documentTitle(f: Fields): string | null {
  return f.text('trip_title') ?? f.text('event_title') ?? f.text('calendar_title');
}

function when(f: Fields): string | null {
  const moment = f.moment('start_time');
  return moment === null ? null : `${moment}.`;
}

function place(f: Fields): string | null {
  return named(f, (location) => `${location}.`, 'location');
}

function named(f: Fields, phrase: (text: string) => string, field = 'name'): string | null {
  const text = f.text(field);
  return text === null ? null : phrase(text);
}

function dated(f: Fields, lead: string): string | null {
  const date = f.date('date');
  return date === null ? null : `${lead} ${date}.`;
}

function code(f: Fields): string | null {
  return named(f, (text) => `Confirmation code ${text}.`, 'confirmation_code');
}

function paymentBody(f: Fields, advice: string): string {
  const amount = f.money('amount');
  const name = f.text('name');
  const what = [amount, name].filter((part) => part !== null).join(' for ');
  const reason = f.text('reason');
  return sentences(' ', what === '' ? null : `${what}.`, reason === null ? null : `Reason: ${reason}.`, advice) ?? advice;
}
