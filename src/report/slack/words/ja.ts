import { adviceInJapanese } from "./advice-ja.ts";
import type { SlackWords } from "./shape.ts";

const nodes = (count: number) => `ノード ${count.toLocaleString("ja-JP")} 台`;

/** What messages say in Japanese. */
export const JAPANESE: SlackWords = {
  locale: "ja-JP",
  units: { s: "秒", min: "分", h: "時間", d: "日" },
  per: { hour: "/時", day: "/日", month: "/月" },
  unknownPrice: "価格不明",
  space: "",
  comma: "、",

  headline: (hour, day) => `無駄 ${hour} · ${day}`,
  headlineUnknown: "小さな Pod が引き止めています(無駄の額は不明)",
  soFar: (sum) => `累計 ${sum}`,
  resolved: (sum) => (sum === null ? "解消 · 無駄の額は不明" : `解消 · 合計 ${sum}`),
  heldBy: "引き止めているもの",
  team: (name) => `チーム ${name}`,
  pods: (count) => `Pod ${count.toLocaleString("ja-JP")} 個`,
  podOf: (workload) => `(${workload})`,
  bare: "(コントローラーなし)",
  moreHolders: (pods, workloads) => `ほかに ${workloads} 件のワークロードまたは理由、Pod ${pods} 個`,
  needs: "過去の実行から見た必要量",
  thenHome: "それで足りる場所: ",
  since: (_time, length) => ["", ` から(${length})`],
  atMostSince: (_time, length) => ["早くても ", ` から(最長 ${length})`],
  sinceBetween: (_from, _to, length) => ["", " と ", ` の間から(${length})`],
  sinceUnknown: "いつからかは不明",
  change: "変更案: ",
  patchBelow: "。パッチはスレッドにあります。",
  howBelow: "。方法はスレッドにあります。",
  advice: adviceInJapanese,
  links: { node: "ノード", workload: "ワークロード", dashboard: "ダッシュボード" },
  pool: (name) => `プール ${name}`,
  spareRoom: (count) => `残る${nodes(count)}の空き`,
  spareOn: "空きのあるノード ",
  noHome: "移り先なし",
  and: "、",
  onceDropped: (constraints) => `${constraints} を外せば移せます`,
  cordoned: "cordon 済み",
  rate: (code, amount, date) => `${code} は 1 ドル ${amount}(${date} のレート)`,
  beforeInThread: (sum) => `うち ${sum} はこのスレッドの以前の分`,

  fact: (what) =>
    what
      .replace(/ finished before (.+) started$/su, " が終了したあと $1 が開始")
      .replace(/^Node (\S+) was created$/u, "ノード $1 が作成された")
      .replace(/ finished$/u, " が終了")
      .replace(/ started$/u, " が開始")
      .replace(/ blocks no longer$/u, " はもう引き止めていません"),
  ended: {
    "pod-finished": "引き止めていた Pod が終了しました",
    "pod-moved": "引き止めていた Pod は別のノードで動いています",
    "pod-gone": "引き止めていた Pod はなくなりました",
    "node-gone": "ノードはなくなりました",
    "rule-changed": "引き止めるものがなくなりました(アノテーション、PodDisruptionBudget または設定の変更)",
    "busy-again": "ノードは再び使われています",
    unknown: "その後の実行では引き止められていません(終わった理由は不明)",
  },
  endedAt: ["終了: ", ""],
  lasted: (hours) => `確認できた時間 ${hours} 時間`,
  noLonger: (rate, month) => `今後は ${rate} の節約(このままなら ${month})`,

  muted: {
    config: "設定によりミュート中",
    annotation: "アノテーションによりミュート中: ",
    no_bell: "ミュート中: ",
    reply: "ミュート中: ",
    zzz: "スヌーズ中: ",
  },
  mutedUntil: [" ", " まで"],
  mutedForGood: "(リアクションを外すまで)",
  taken: ["", " が対応中"],

  news: {
    patch: "変更内容:",
    step: (step, sum, rate) => `${step} を超えました。累計 ${sum}、さらに ${rate} 増えています。`,
    came: "引き止めるものが増えました:",
    changed: "引き止めるものが変わりました:",
    back: (sum) => `再び引き止められています。${sum === null ? "" : `このスレッドの累計 ${sum}。`}`,
    unmuted: (rate, sum) =>
      `ミュートが終わりましたが、まだ続いています: ${rate ?? "価格不明"}${sum === null ? "" : `、累計 ${sum}`}。`,
    end: (sum) => (sum === null ? "終わりました。無駄の額は不明です。" : `終わりました。合計 ${sum}。`),
    unclear:
      "ミュートするには「ムート 7日 理由」のように書いてください(時間・日・週、長くて一年)。解除するには「ムート解除」。",
    floodEnd: (count, sum) =>
      `${nodes(count)}すべてが解放されました。${sum === null ? "無駄の額は不明です" : `合計 ${sum}`}。`,
  },

  flood: {
    headline: (count, hour, day) => `${nodes(count)}が引き止められています · 無駄 ${hour} · ${day}`,
    headlineUnknown: (count) => `${nodes(count)}が引き止められています(無駄の額は不明)`,
    worst: (shown) => `上位 ${shown} 件:`,
    rest: (count, rate) => `ほかに${nodes(count)}、合わせて ${rate}`,
    ended: (ended, all) => `${all} 台のうち ${ended} 台は解放されました。`,
    resolved: (count, sum) => `解消 · ${nodes(count)} · ${sum === null ? "無駄の額は不明" : `合計 ${sum}`}`,
    why: "一度に多すぎるため、一つのメッセージにまとめました。",
  },

  elsewhere: (channel, refusal) => `本来の宛先はチャンネル ${channel} ですが、投稿できませんでした(${refusal})。`,

  held: {
    waste: "1 時間あたりの無駄が下限より小さい",
    accrued: "累計が下限より小さい",
    age: "始まってからの時間が下限より短い",
    night: "現地は夜",
    muted: "ミュート中",
    unsure: "すでに知らせた可能性があるが、チャンネルを読めないため確かめられない",
  },

  digest: {
    title: (from, to) => `引き止められたノード ${from}〜${to}`,
    quiet: "静かな一週間でした。引き止められたノードはありません。",
    unseen: "今週は一度も実行されていないため、何も分かりません。",
    total: (sum, before) => `無駄 ${sum}${before === null ? "" : `(前の週は ${before})`}`,
    now: (rate, count) => `現在 ${rate}(${nodes(count)})`,
    teams: "原因となったチーム",
    teamLine: (sum, count) => `${sum}(${nodes(count)})`,
    solved: "解消したもの",
    solvedNone: "今週解放されたノードはありません。",
    solvedSum: (count, month) => `${nodes(count)}を解放: このままなら ${month} の節約`,
    muted: "ミュート中",
    mutedLine: (until, why) => [
      `${until === null ? "期限なし" : `${until} まで`}、設定者 `,
      why === "" ? "" : `: ${why}`,
    ],
    mutedMany: (count) => `${nodes(count)}(一つのメッセージ)`,
    begins: (time) => `${time} より前のことは不明`,
    quality: "データの質",
    missed: (missed, expected) => `${expected} 回のうち ${missed} 回の実行が欠けています(その間の分は数えていません)`,
    allRuns: (runs) => `${runs} 回の実行に欠けはありません`,
    unpriced: (count) => `価格が不明な${nodes(count)}は数えていません`,
    noUnpriced: "価格はすべて分かっています",
    picture: "四週間の推移",
    axis: "USD/日",
    otherTeams: "その他",
  },
};
