import { OpenAPIHono } from '@hono/zod-openapi';
import { apiReferenceRoutes } from './api-reference';
import type { AppEnv } from './app-env';
import { storeNothing } from './caching';
import { crossOrigin } from './cross-origin';
import { developmentLoginRoutes } from './development-login';
import { healthRoutes } from './health';
import { inviteRoutes } from './invites';
import { meRoutes } from './me';
import { memberRoutes } from './members';
import { refuseOtherMethods } from './method-not-allowed';
import { describeApi } from './openapi';
import { presenceRoutes } from './presence';
import { notFound, onError, onInvalid } from './problems';
import { requestLog } from './request-log';
import { securityHeaders } from './security-headers';
import { syncRoutes } from './sync';
import { ticketRoutes } from './tickets';
import { tripPatchRoutes } from './trip-patches';
import { tripRoutes } from './trips';
import { upgradeToSocket } from './upgrade';

/** Everything that the Worker answers. */
export function createApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid });
  app.onError(onError);
  app.notFound(notFound);
  app.use(upgradeToSocket, requestLog, securityHeaders, crossOrigin, storeNothing);
  for (const routes of [
    tripRoutes,
    tripPatchRoutes,
    syncRoutes,
    memberRoutes,
    presenceRoutes,
    inviteRoutes,
    ticketRoutes,
    meRoutes,
    developmentLoginRoutes,
    healthRoutes,
    apiReferenceRoutes,
  ]) {
    app.route('/', routes);
  }
  describeApi(app);
  refuseOtherMethods(app);
  return app;
}
