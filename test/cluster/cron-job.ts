import { z } from "zod";

const amounts = z.object({ memory: z.string(), "ephemeral-storage": z.string(), cpu: z.string().optional() });

const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  resources: z.object({ requests: amounts, limits: amounts }),
  securityContext: z.unknown(),
});

const PodSpec = z.looseObject({
  containers: z.tuple([Container]),
  securityContext: z.unknown(),
  automountServiceAccountToken: z.boolean(),
  enableServiceLinks: z.boolean(),
  hostNetwork: z.boolean().optional(),
  hostPID: z.boolean().optional(),
  hostIPC: z.boolean().optional(),
});

const PodTemplate = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()), annotations: z.record(z.string(), z.string()) }),
  spec: PodSpec,
});

/** The CronJob as the manifests write it: what must be there is asked for, what may be there is let pass. */
export const CronJob = z.object({
  spec: z.object({
    schedule: z.string(),
    timeZone: z.string(),
    concurrencyPolicy: z.string(),
    startingDeadlineSeconds: z.number(),
    jobTemplate: z.object({
      spec: z.object({
        activeDeadlineSeconds: z.number(),
        backoffLimit: z.number(),
        ttlSecondsAfterFinished: z.number(),
        podFailurePolicy: z.object({ rules: z.array(z.looseObject({ action: z.string() })) }),
        template: PodTemplate,
      }),
    }),
  }),
});
