import { managedFields, VARIABLES } from "./managed-fields.ts";

/** What differs between the pods of a generated cluster. */
export interface BenchPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly app: string;
  readonly node: string;
  readonly ip: string;
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string };
  readonly cpu: string;
  readonly memory: string;
  readonly createdAt: string;
  readonly restartPolicy: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A pod as the API server gives it, with all that nobody reads here: 5 to 8 kB, of which managed fields are a third. */
export function podObject(pod: BenchPod): unknown {
  const { namespace, name, uid, app, createdAt, annotations } = pod;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${app}-`,
      namespace,
      uid,
      resourceVersion: "918273645",
      creationTimestamp: createdAt,
      labels: {
        app,
        "app.kubernetes.io/name": app,
        "app.kubernetes.io/part-of": namespace,
        "pod-template-hash": "7c9d6b5f48",
        tier: "backend",
      },
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9102",
        "cni.projectcalico.org/podIP": `${pod.ip}/32`,
        ...annotations,
      },
      ownerReferences: [
        { apiVersion: versionOf(pod.owner.kind), ...pod.owner, controller: true, blockOwnerDeletion: true },
      ],
      managedFields: managedFields(uid, createdAt),
    },
    spec: spec(pod),
    status: status(pod),
  };
}

function versionOf(kind: string): string {
  return kind === "Job" ? "batch/v1" : "apps/v1";
}

function spec({ app, node, cpu, memory, restartPolicy, namespace }: BenchPod) {
  const mount = {
    name: "kube-api-access-x7k2p",
    readOnly: true,
    mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
  };
  const probe = {
    httpGet: { path: "/healthz", port: 8080, scheme: "HTTP" },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
  return {
    volumes: [
      { name: "config", configMap: { name: `${app}-config`, defaultMode: 420 } },
      {
        name: "kube-api-access-x7k2p",
        projected: {
          sources: [
            { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
            { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
            {
              downwardAPI: {
                items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
              },
            },
          ],
          defaultMode: 420,
        },
      },
    ],
    containers: [
      {
        name: "main",
        image: `asia-northeast1-docker.pkg.dev/${namespace}/images/${app}:2026.11.18-1`,
        args: ["--config=/etc/app/config.yaml", "--listen=:8080", "--shutdown-grace=25s"],
        ports: [
          { name: "http", containerPort: 8080, protocol: "TCP" },
          { name: "metrics", containerPort: 9102, protocol: "TCP" },
        ],
        env: VARIABLES.map((variable) => ({ name: variable, value: `${variable.toLowerCase()}-of-${app}` })),
        resources: { limits: { memory }, requests: { cpu, memory } },
        volumeMounts: [{ name: "config", mountPath: "/etc/app" }, mount],
        livenessProbe: probe,
        readinessProbe: probe,
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        imagePullPolicy: "IfNotPresent",
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
    restartPolicy,
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    serviceAccountName: app,
    serviceAccount: app,
    nodeName: node,
    securityContext: { fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    schedulerName: "default-scheduler",
    tolerations: [
      { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
      { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
    ],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

function status({ app, uid, ip, createdAt, namespace }: BenchPod) {
  const condition = (type: string) => ({ type, status: "True", lastProbeTime: null, lastTransitionTime: createdAt });
  return {
    phase: "Running",
    conditions: ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map(condition),
    hostIP: "10.146.0.7",
    hostIPs: [{ ip: "10.146.0.7" }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: createdAt,
    containerStatuses: [
      {
        name: "main",
        state: { running: { startedAt: createdAt } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image: `asia-northeast1-docker.pkg.dev/${namespace}/images/${app}:2026.11.18-1`,
        imageID: `asia-northeast1-docker.pkg.dev/${namespace}/images/${app}@sha256:${uid.replaceAll("-", "")}${uid.replaceAll("-", "")}`,
        containerID: `containerd://${uid.replaceAll("-", "")}${uid.replaceAll("-", "")}`,
        started: true,
      },
    ],
    qosClass: "Burstable",
  };
}
