import type { AdviceKind } from "../../../audit/finding.ts";

const MEANING = {
  "keep-off-large-nodes":
    "次に作られる Pod から小さなノードで動きます(値が null の行は今の指定を外します)。大きなノードにしかないものを使う Pod には適用しないでください。",
  "taint-large-pool": "この大きさのノードを必要とする Pod です。プールを閉じる前に、その taint を許容させてください。",
  "lower-request": "要求を減らせば、より小さなノードに収まります。",
  "raise-request": "過去の実行は、要求より多くを使いました。",
  "add-request": "要求が書かれていないため、必要な量が分かりません。",
  "free-the-budget":
    "今はどの Pod の退避も許されていません。足りない Pod を戻すか、レプリカを一つ増やすか、maxUnavailable: 1 にしてください。",
  "add-controller":
    "コントローラーがないと、ほかのノードで起動し直すものがありません。終わる処理なら Job、続く処理なら Deployment で動かしてください。",
  "add-budget": "退避を許す PodDisruptionBudget があれば、オートスケーラーはこのシステム Pod を移せます。",
  "add-replicas": "レプリカが少なすぎて移せません。増やせば移せるようになります。",
  "restore-controller":
    "コントローラーはなくなりましたが、Pod は動き続けています。コントローラーを作り直すか、不要なら Pod を消してください。",
  "allow-local-storage":
    "移るときに失われてもよいデータの場合だけ適用してください。そうでなければ PersistentVolumeClaim を使ってください。",
  "mark-on-completion":
    "オートスケーラー(1.36 以降)は、このノードに新しい Pod を載せずに終わりを待ち、終わったらノードを消します。",
  "drop-toleration": "この toleration がなければ、閉じたノードには載りません。",
} satisfies Record<AdviceKind, string>;

const CLOSED =
  "この taint を許容しない Pod は新しく載れなくなります(動いている Pod はそのままです)。先に、このプールを使うすべてのワークロードに toleration を付けてください。今は動いていないジョブと自前の DaemonSet も含みます。";

/** What a piece of advice means, and what to mind, in Japanese; its facts stand in its patch or command. */
export function adviceInJapanese(kind: AdviceKind, target: string | null): string {
  return kind === "taint-large-pool" && target === "NodePool" ? CLOSED : MEANING[kind];
}
