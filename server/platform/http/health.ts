import { Router } from 'express';

export interface HealthDeps {
  /** The database answers, and everything that has to be done before the first request is done. */
  readonly ready: () => Promise<boolean>;
}

/** `/healthz`: the process is alive. `/readyz`: it can serve; a load balancer sends nothing before. */
export function healthRoutes({ ready }: HealthDeps): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    const isReady = await ready();
    res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not-ready' });
  });
  return router;
}
