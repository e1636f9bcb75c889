import { z } from "zod";

/** A Pod as the API server has it, as far as the tests' kubelet must understand it. */

const fieldRef = z.object({ fieldPath: z.string() });
const configMap = z.object({
  name: z.string(),
  items: z.array(z.object({ key: z.string(), path: z.string() })).optional(),
});

const Source = z.object({
  serviceAccountToken: z.object({ path: z.string(), expirationSeconds: z.number() }).optional(),
  configMap: configMap.optional(),
  downwardAPI: z.object({ items: z.array(z.object({ path: z.string(), fieldRef })) }).optional(),
});

const Volume = z.object({
  name: z.string(),
  projected: z.object({ sources: z.array(Source) }).optional(),
  configMap: configMap.optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
});
export type Volume = z.infer<typeof Volume>;

const Container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).optional(),
  env: z.array(
    z.object({
      name: z.string(),
      value: z.string().optional(),
      valueFrom: z
        .object({
          fieldRef: fieldRef.optional(),
          secretKeyRef: z.object({ name: z.string(), key: z.string(), optional: z.boolean().optional() }).optional(),
        })
        .optional(),
    }),
  ),
  resources: z.object({ limits: z.object({ memory: z.string() }) }),
  securityContext: z.object({
    readOnlyRootFilesystem: z.boolean(),
    allowPrivilegeEscalation: z.boolean(),
    capabilities: z.object({ drop: z.array(z.string()) }),
  }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
export type Container = z.infer<typeof Container>;

export const Pod = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string() }),
  spec: z.object({
    nodeName: z.string(),
    serviceAccountName: z.string(),
    securityContext: z.object({ runAsUser: z.number(), runAsGroup: z.number(), fsGroup: z.number() }),
    containers: z.tuple([Container]),
    volumes: z.array(Volume),
  }),
  status: z.object({ phase: z.string() }),
});
export type Pod = z.infer<typeof Pod>;
