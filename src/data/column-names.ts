/**
 * What people call the columns of logs and tables, in English and Chinese. Names are compared without case, spaces and
 * punctuation.
 */

const CODE = '(?:id|ids|no|code|key|number|num|index|idx|hash|uuid|guid)?';
const CODE_ZH = '(?:id|编号|号|标识|代码|编码|名)?';

const named = (english: string, chinese: string): RegExp =>
  new RegExp(`^(?:(?:${english})${CODE}|(?:${chinese})${CODE_ZH})$`);

export const NAMES = {
  user: named(
    'user|username|uid|usr|customer|cust|member|visitor|reviewer|account|client|buyer|learner|student|player|listener|reader|viewer|person|subscriber',
    '用户|会员|顾客|客户|买家|读者|观众|访客|账号|账户|学生|学员|玩家|使用者',
  ),
  item: named(
    'item|iid|product|movie|film|video|song|track|artist|music|article|news|book|isbn|sku|asin|parentasin|goods|ad|aid|poi|business|venue|restaurant|hotel|game|app|content|post|photo|doc|document|stock|course|recipe|anime|show|episode|playlist|podcast|listing|creative',
    '物品|商品|产品|项目|视频|电影|影片|歌曲|音乐|文章|新闻|图书|书籍|书|作品|内容|广告|课程|菜谱|餐厅|酒店|游戏|应用|帖子|笔记|店铺|剧集|节目',
  ),
  time: /^(?:time|timestamp|ts|t|date|datetime|unixtime|unixreviewtime|eventtime|时间|时间戳|日期|时间戳ms)$/,
  /** Surely meant as a time, even where the cells cannot be read. */
  timeNamed: /(?:time|timestamp|date)(?:ms|s|utc)?$|^(?:ts|t)$|时间|日期/,
  /** Also a time, where the cells agree. */
  timeLike: /(?:time|timestamp|date|at|ts)(?:ms|s|utc)?$|时间|日期/,
  weight: /^(?:weight|sampleweight|eventweight|w|权重)$/,
  /** An amount of money, where nothing else is likely to be written. */
  amount:
    /^(?:.*(?:price|cost|amount|revenue|budget|fee|salary|income|margin|profit)|bid|maxbid|cpc|cpm|.*(?:价格|单价|售价|金额|费用|收入|出价|毛利|利润))$/,
  behaviour:
    /^(?:behaviou?r|behaviou?rtype|event|eventtype|eventname|action|actiontype|interaction|interactiontype|activity|type|行为|行为类型|事件|事件类型|操作|动作)$/,
  session: named('session|sid|basket|order|invoice|transaction|visit|cart', '会话|订单|购物篮|发票|交易'),
  position: /^(?:position|pos|rank|displayposition|位置|排位|展示位置)$/,
  /** Known when the list is asked for: these may enter the user side. */
  context:
    /^(?:device|devicetype|platform|os|browser|hour|hourofday|weekday|dayofweek|dow|tab|page|pagetype|channel|source|referrer|referer|network|networktype|country|region|city|province|locale|language|scene|domain|entry|entrance|设备|设备类型|平台|操作系统|浏览器|小时|星期|页面|标签页|渠道|来源|网络|网络类型|国家|地区|城市|省份|语言|场景|入口)$/,
  query: /^(?:query|querytext|search|searchterm|searchtext|searchquery|keywords?|查询|查询词|搜索|搜索词|关键词)$/,
  title:
    /^(?:title|name|(?:item|product|movie|film|video|song|track|artist|article|news|book|game|app|course|recipe|anime)(?:name|title)|headline|caption|标题|名称|名字|片名|书名|歌名|(?:物品|商品|产品|电影|视频|歌曲|文章|新闻|图书|课程|菜谱|游戏|应用)(?:名称|名字|名|标题))$/,
  description: /^(?:description|desc|summary|描述|简介|说明)$/,
  person: /^(?:name|username|nickname|nick|displayname|fullname|姓名|名字|昵称|用户名|用户昵称)$/,
  id: /^(?:id|key|code|编号|标识)$/,
  /** Says how the data were divided, or where something lies: nothing about taste. */
  idle: /^(?:split|fold|set|partition|subset|unnamed0?|rowid|rownames?|.*url|.*uri|.*image|.*img|.*poster|.*cover|.*path)$/,
} as const;

const OUTCOME_WORDS = new Set(
  (
    'click clicks clicked like likes liked follow followed comment comments commented forward forwarded share shared hate dislike disliked purchase purchased buy bought ' +
    'conversion converted convert rating ratings rate rated score scores star stars label labels target reward feedback finish finished complete completed completion ' +
    'favorite favourite favorited collect collected subscribe subscribed outcome response ctr cvr watched watch read played play viewed view enter entered ' +
    'cancel cancelled returned refund refunded quantity qty amount sentiment helpful votes vote y'
  ).split(' '),
);
const OUTCOME_ZH =
  /点击|点赞|喜欢|关注|评论|转发|分享|收藏|购买|下单|加购|转化|评分|打分|星级|完播|举报|反馈|数量|金额|^标签$/;
const LASTING =
  /^(?:dwell.*|(?:.*(?:play|watch|stay|view|listen|read|viewing|reading|watching)(?:ing)?)(?:time|duration|length|seconds|secs?|ms)(?:ms|s|secs?|seconds)?|停留.*|.*时长.*|(?:观看|播放|阅读|停留)时间)$/;

/** Lower case, letters and digits only: `User ID`, `userId` and RecBole's `user_id:token` are all `userid`. */
export const compactName = (name: string): string =>
  name
    .replace(/:(?:token|float)(?:_seq)?$/, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** How long somebody stayed: known only afterwards. */
export const isDwellName = (name: string): boolean => LASTING.test(compactName(name));

/** What came of the event: known only afterwards, so never an input. */
export const isOutcomeName = (name: string): boolean => {
  const words = wordsOf(name);
  return (
    words.some((word) => OUTCOME_WORDS.has(word)) || (words[0] === 'is' && words.length > 1) || OUTCOME_ZH.test(name)
  );
};
