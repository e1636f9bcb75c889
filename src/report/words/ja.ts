import type { EndCause } from "../../audit/episode.ts";
import type { AdviceKind, NotAFinding, ObservationKind, Provisioning, SinceEvidence } from "../../audit/finding.ts";
import type { BlockingReason, UnremovableReason } from "../../judge/verdict.ts";
import type { BookName } from "../../price/quote.ts";
import type { ObservationWords, ReasonWords, Words } from "./shape.ts";

const blocking = {
  ControllerNotFound: {
    brief: "コントローラーが存在しない",
    meaning:
      "この Pod を作ったオブジェクトがクラスタにありません。退避しても再作成されるか分からないため、オートスケーラーは退避しません。",
  },
  MinReplicasReached: {
    brief: "コントローラーのレプリカ数が --min-replica-count より少ない",
    meaning:
      "コントローラーのレプリカ数がオートスケーラーの --min-replica-count を下回るため、どの Pod も退避しません。",
  },
  NotReplicated: {
    brief: "再起動してくれるコントローラーがない",
    meaning:
      "オートスケーラーが知っているコントローラー(Job、ReplicaSet、StatefulSet、ReplicationController)がこの Pod にはありません。退避すると失われるため、退避しません。",
  },
  LocalStorageRequested: {
    brief: "ノードのローカルディスクにデータを置いている",
    meaning:
      "Pod に hostPath または emptyDir のボリュームがあります。退避するとその中身が失われるため、この設定(--skip-nodes-with-local-storage)のオートスケーラーは退避しません。",
  },
  NotSafeToEvictAnnotation: {
    brief: 'safe-to-evict: "false" のアノテーションがある',
    meaning:
      'Pod に cluster-autoscaler.kubernetes.io/safe-to-evict: "false" が付いています。ノードがどれほど空いていても、この Pod が終わるまでオートスケーラーはノードを残します。',
  },
  UnmovableKubeSystemPod: {
    brief: "kube-system の Pod で、PodDisruptionBudget がない",
    meaning:
      "kube-system にあり、対象にする PodDisruptionBudget がありません。オートスケーラーはこうした Pod を最初の 1 時間(1.33 より前はずっと)動かしません。",
  },
  NotEnoughPdb: {
    brief: "PodDisruptionBudget が今は退避を許していない",
    meaning:
      "この Pod を対象にする PodDisruptionBudget が、今は一つの中断も許していません。オートスケーラーは許されるまで待ちますが、その時が来ないこともあります。",
  },
  UnexpectedError: {
    brief: "オートスケーラーが判断できない",
    meaning: "Pod を調べるとオートスケーラーがエラーになり、その場合はノードを残します。",
  },
} satisfies Record<BlockingReason, ReasonWords>;

const verdict = {
  Removable: {
    brief: "オートスケーラーが削除する",
    meaning: "ノードを引き止めるものはありません。不要な状態が一定時間(既定は 10 分)続くと削除されます。",
  },
  CurrentlyBeingDeleted: {
    brief: "削除中",
    meaning: "オートスケーラーが少し前にこのノードを削除対象にしました。",
  },
  ScaleDownDisabledAnnotation: {
    brief: "ノードのスケールダウンが無効",
    meaning:
      'ノードに cluster-autoscaler.kubernetes.io/scale-down-disabled: "true" が付いています。何が動いていても、オートスケーラーは削除しません。',
  },
  NotAutoscaled: {
    brief: "ノードプールが自動スケーリングの対象外",
    meaning: "オートスケーラーが管理するノードグループに属していません。人が削除するまで残ります。",
  },
  ScaleDownUnreadyDisabled: {
    brief: "Ready でなく、そのようなノードは残す設定",
    meaning:
      "ノードが Ready でなく、オートスケーラーはそうしたノードに触れない設定です(--scale-down-unready-enabled=false)。",
  },
  NotUnderutilized: {
    brief: "使われている(Pod の要求がしきい値を超える)",
    meaning: "ノード上の Pod の要求がオートスケーラーのしきい値(既定は半分)を超えるため、必要なノードとみなされます。",
  },
  BlockedByPod: {
    brief: "退避できない Pod が載っている",
    meaning: "ノードは削除できるほど空いていますが、退避できない Pod が一つでもあるため、ノード全体が残ります。",
  },
  NoPlaceToMovePods: {
    brief: "Pod を移せる場所がない",
    meaning: "ノードは削除できるほど空いていますが、ほかのどのノードにも入らない Pod が一つ以上あります。",
  },
  UnexpectedError: {
    brief: "オートスケーラーが判断できない",
    meaning:
      "ノードを調べるとオートスケーラーがエラーになり(たとえば allocatable の cpu や memory がない)、その場合はノードを残します。",
  },
} satisfies Record<"Removable" | UnremovableReason, ReasonWords>;

const since = {
  "pod-finished": "大きな Pod がここで終わった時刻",
  "job-finished": "大きな Pod の Job が完了した時刻",
  "earlier-run": "以前の実行が確認した",
  monitoring: "Cloud Monitoring が示している",
  "blocker-start": "引き止めている Pod が始まった時刻",
  "node-age": "ノードが作られた時刻",
  unknown: "スナップショットからは分からない",
} satisfies Record<SinceEvidence, string>;

const notAFinding = {
  removable: "引き止めるものはなく、オートスケーラーが自分で削除します。",
  "not-pinned": "引き止めている Pod はありません。残る理由は判定のとおりです。",
  "not-underutilized": "使われています。Pod の要求がオートスケーラーのしきい値を超えています。",
  "no-place-without-blockers": "引き止めている Pod がなくても残ります。ほかの Pod の移り先がありません。",
  "not-large": "引き止められていますが小さなノードです。変えても節約はわずかです。",
  "too-young": "引き止められてからの時間が、オートスケーラー自身が削除まで待つ時間より短いです。",
  "no-room": "引き止められていますが節約になりません。なくせるノードすべての Pod は、残るノードに入りきりません。",
  "pool-minimum": "引き止められていますが、ノードプールが最小サイズです。なくしてもプールは小さくなりません。",
  "billed-otherwise":
    "引き止められていますが、ノード単位の課金ではありません(Autopilot は Pod に課金し、予約はどちらにしても支払います)。",
  "other-remedy": "Pod 以外のものがノードを残しています。直すべきは Pod ではありません。",
  "rests-on-unlisted-kind":
    "一覧を取得できなかった種類のオブジェクトがあるためにそう見えるだけです。取得していないものは根拠になりません。",
  "home-not-cheaper": "引き止められていますが、いちばん安い移り先でも、このノードに比べて十分に安くありません。",
} satisfies Record<NotAFinding, string>;

const observation = {
  "at-risk": {
    title: "予備軍",
    meaning: "今は、やがて終わる、または移せる仕事に使われています。そのあと、退避できない小さな Pod が引き止めます。",
  },
  "crowded-by-blockers": {
    title: "退避できない Pod で混雑",
    meaning: "退避できない Pod だけでしきい値を超えています。使われていますが、早めに空けることはできません。",
  },
  "oversized-blocker": {
    title: "要求量だけで使用中",
    meaning:
      "退避できない Pod が、過去の実行で使った量をはるかに超えて要求しています。必要な量だけ要求すれば、ずっと小さいノードで動きます。",
  },
  "other-remedy": {
    title: "ほかの理由で残っている",
    meaning: "しきい値より空いていますが、Pod ではなくノードやプールの設定が残しています。",
  },
  "billed-otherwise": {
    title: "課金方法が異なる",
    meaning: "小さな Pod に引き止められていますが、ノードの価格がそのまま請求されるわけではありません。",
  },
} satisfies Record<ObservationKind, ObservationWords>;

const provisioning = {
  standard: "",
  spot: "Spot",
  preemptible: "プリエンプティブル",
  "flex-start": "Flex Start",
} satisfies Record<Provisioning, string>;

const advice = {
  "keep-off-large-nodes": "この Pod を大きなノードに載せない",
  "taint-large-pool": "大きなプールを、求めていない Pod に対して閉じる",
  "lower-request": "要求を減らす",
  "raise-request": "実行に必要な量を要求する",
  "add-request": "Pod に必要な量を書く",
  "free-the-budget": "PodDisruptionBudget に退避を許させる",
  "add-controller": "コントローラーに Pod を管理させる",
  "add-budget": "システム Pod に PodDisruptionBudget を付ける",
  "add-replicas": "レプリカを増やす",
  "restore-controller": "コントローラーを戻すか、残った Pod を消す",
  "allow-local-storage": "ローカルデータは失われてもよいと書く",
  "mark-on-completion": "終わるまで待つようオートスケーラーに伝える",
  "drop-toleration": "大きなノードに載せてしまう toleration を外す",
} satisfies Record<AdviceKind, string>;

const book = {
  list: "定価(割引前)",
  autoscaler: "オープンソースのオートスケーラーの価格モデル(請求額ではない)",
  gke: "GKE のオートスケーラーの価格モデル(請求額ではない)",
} satisfies Record<BookName, string>;

const endCause = {
  "pod-finished": "最後のブロックしていた Pod が終了した",
  "pod-moved": "ワークロードは別のノードで続いている",
  "pod-gone": "ブロックしていた Pod がなくなった(時刻は不明)",
  "node-gone": "ノードがなくなった(時刻は不明)",
  "rule-changed": "Pod は残っているが、もうブロックしていない",
  "busy-again": "ノードが再び使われている",
  unknown: "オートスケーラーは別の理由でノードを残している",
} satisfies Record<EndCause, string>;

const limitedBy = {
  room: "今は節約になりません: なくせるノードすべての Pod は、残るノードに入りきりません",
  poolMinimum: "今は節約になりません: ノードプールが最小サイズです",
} satisfies Record<"room" | "poolMinimum", string>;

/** The words in Japanese. */
export const JAPANESE: Words = {
  blocking,
  verdict,
  since,
  notAFinding,
  observation,
  provisioning,
  advice,
  book,
  discounted: "定価から契約割引を引いた額",
  limitedBy,
  endCause,
};
