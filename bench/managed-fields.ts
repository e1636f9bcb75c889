/** Environment variables of every generated pod. */
export const VARIABLES = [
  "LOG_LEVEL",
  "DATABASE_URL",
  "CACHE_URL",
  "REGION",
  "FEATURE_FLAGS",
  "TRACING_ENDPOINT",
  "QUEUE",
  "BATCH_SIZE",
];

/** Who set which field, as the API server keeps it of every object. */
export function managedFields(uid: string, time: string) {
  const some = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
  const condition = (type: string) => [
    `k:{"type":"${type}"}`,
    { ".": {}, ...some("lastProbeTime", "lastTransitionTime", "status", "type") },
  ];
  const variable = (name: string) => [`k:{"name":"${name}"}`, { ".": {}, ...some("name", "value") }];
  return [
    {
      manager: "kube-controller-manager",
      operation: "Update",
      apiVersion: "v1",
      time,
      fieldsType: "FieldsV1",
      fieldsV1: {
        "f:metadata": {
          ...some("generateName"),
          "f:labels": {
            ".": {},
            ...some("app", "app.kubernetes.io/name", "app.kubernetes.io/part-of", "pod-template-hash", "tier"),
          },
          "f:ownerReferences": { ".": {}, [`k:{"uid":"${uid}"}`]: {} },
        },
        "f:spec": {
          "f:containers": {
            'k:{"name":"main"}': {
              ".": {},
              ...some("args", "image", "imagePullPolicy", "name", "terminationMessagePath", "terminationMessagePolicy"),
              "f:env": { ".": {}, ...Object.fromEntries(VARIABLES.map(variable)) },
              "f:resources": {
                ".": {},
                "f:limits": { ".": {}, ...some("memory") },
                "f:requests": { ".": {}, ...some("cpu", "memory") },
              },
              "f:volumeMounts": { ".": {}, 'k:{"mountPath":"/etc/app"}': { ".": {}, ...some("mountPath", "name") } },
            },
          },
          ...some(
            "dnsPolicy",
            "enableServiceLinks",
            "restartPolicy",
            "schedulerName",
            "securityContext",
            "serviceAccount",
            "serviceAccountName",
            "terminationGracePeriodSeconds",
          ),
        },
      },
    },
    {
      manager: "kubelet",
      operation: "Update",
      apiVersion: "v1",
      time,
      fieldsType: "FieldsV1",
      fieldsV1: {
        "f:status": {
          "f:conditions": Object.fromEntries(["Initialized", "Ready", "ContainersReady"].map(condition)),
          ...some("containerStatuses", "hostIP", "hostIPs", "phase", "podIP", "startTime"),
          "f:podIPs": { ".": {}, 'k:{"ip":"10.100.0.1"}': { ".": {}, ...some("ip") } },
        },
      },
      subresource: "status",
    },
  ];
}
