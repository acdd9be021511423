import { OpenAPIHono } from '@hono/zod-openapi';
import { apiReferenceRoutes } from './api-reference';
import type { AppEnv } from './app-env';
import { appPage } from './app-page';
import { storeNothing } from './caching';
import { calendarListRoutes } from './calendar-list';
import { calendarRoutes } from './calendars';
import { conflictRoutes } from './conflicts';
import { crossOrigin } from './cross-origin';
import { devOutboxRoutes } from './dev-outbox';
import { developmentLoginRoutes } from './development-login';
import { historyRoutes } from './document-history';
import { documentInviteRoutes } from './document-invites';
import { routedKinds } from './document-kinds';
import { patchRoutes } from './document-patches';
import { documentRoutes } from './documents';
import { eventAnswerRoutes } from './event-answers';
import { eventListRoutes } from './event-list';
import { eventRoutes } from './events';
import { freeBusyRoutes } from './free-busy';
import { healthRoutes } from './health';
import { hubMessageRoutes } from './hub-messages';
import { icalendarRoutes } from './icalendar';
import { icalendarFeedRoutes } from './icalendar-feeds';
import { icalendarImportRoutes } from './icalendar-import';
import { inboxDeviceRoutes } from './inbox-devices';
import { inboxMarkRoutes } from './inbox-marks';
import { inboxNotificationRoutes } from './inbox-notifications';
import { inboxPreferenceRoutes } from './inbox-preferences';
import { inboxSyncRoutes } from './inbox-sync';
import { inviteRoutes } from './invites';
import { lockRoutes } from './locks';
import { meRoutes } from './me';
import { memberRoutes } from './members';
import { refuseOtherMethods } from './method-not-allowed';
import { notificationJobRoutes } from './notification-jobs';
import { notificationRoutes } from './notifications';
import { describeApi } from './openapi';
import { plainPageRoutes } from './plain-page';
import { presenceRoutes } from './presence';
import { notFound, onError, onInvalid } from './problems';
import { providerCallbackRoutes } from './provider-callbacks';
import { pushKeyRoutes } from './push-key';
import { realtimeRoutes } from './realtime';
import { requestLog } from './request-log';
import { roomRoutes } from './rooms';
import { securityHeaders } from './security-headers';
import { sessionRoutes } from './sessions';
import { signInRoutes } from './sign-in';
import { subscriptionRoutes } from './subscriptions';
import { syncRoutes } from './sync';
import { ticketRoutes } from './tickets';
import { tripRoutes } from './trips';
import { unsubscribeRoutes } from './unsubscribe';
import { upgradeToSocket } from './upgrade';
import { webhookDeliveryRoutes } from './webhook-deliveries';
import { webhookSourceRoutes } from './webhook-sources';
import { webhookRoutes } from './webhooks';

/** What every kind of document answers. */
const ofDocuments = [
  documentRoutes,
  patchRoutes,
  syncRoutes,
  memberRoutes,
  presenceRoutes,
  documentInviteRoutes,
  conflictRoutes,
  historyRoutes,
  lockRoutes,
];

/** Everything that the Worker answers. */
export function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid });
  app.onError(onError);
  app.notFound(notFound);
  app.use(appPage, upgradeToSocket, requestLog, securityHeaders, crossOrigin, storeNothing);
  for (const routes of [
    // Before the documents: the id of one has no ending.
    icalendarRoutes,
    icalendarFeedRoutes,
    icalendarImportRoutes,
    tripRoutes,
    eventRoutes,
    eventAnswerRoutes,
    eventListRoutes,
    calendarRoutes,
    calendarListRoutes,
    freeBusyRoutes,
    ...Object.values(routedKinds).flatMap((kind) => ofDocuments.map((routesOf) => routesOf(kind))),
    inviteRoutes,
    ticketRoutes,
    meRoutes,
    sessionRoutes,
    realtimeRoutes,
    hubMessageRoutes,
    roomRoutes,
    notificationRoutes,
    notificationJobRoutes,
    inboxNotificationRoutes,
    inboxMarkRoutes,
    inboxDeviceRoutes,
    inboxPreferenceRoutes,
    inboxSyncRoutes,
    subscriptionRoutes,
    pushKeyRoutes,
    unsubscribeRoutes,
    // Before the sources: `providers` is no name of one.
    providerCallbackRoutes,
    webhookRoutes,
    webhookSourceRoutes,
    webhookDeliveryRoutes,
    developmentLoginRoutes,
    signInRoutes,
    devOutboxRoutes,
    plainPageRoutes,
    healthRoutes,
    apiReferenceRoutes,
  ]) {
    app.route('/', routes);
  }
  describeApi(app);
  refuseOtherMethods(app);
  return app;
}
