/** The page's whole style: no file, font or host beside it; light, dark and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b1f26;--soft:#58606d;--line:#d9dde3;
--track:#e7eaef;--good:#1f6feb;--low:#b4690e;--bad:#b3261e;--gain:#1a7f4b;--was:#8b94a3}
@media(prefers-color-scheme:dark){:root{--ground:#14171c;--card:#1d2128;--ink:#e7eaf0;--soft:#a3acba;--line:#363c47;
--track:#2b3039;--good:#5b9dff;--low:#e0a352;--bad:#ff8a80;--gain:#5fd39a;--was:#77818f}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.65 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:68rem;margin:0 auto;padding:1.25rem 1rem 4rem}
h1{font-size:1.6rem;margin:.5rem 0 .25rem}h2{font-size:1.2rem;margin:0 0 .75rem}h3{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:.25rem 0 .75rem}a{color:var(--good)}.soft{color:var(--soft);font-size:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:1rem 0}
.warn{border-left:.35rem solid var(--low)}
.pair{display:grid;gap:0 1rem;grid-template-columns:1fr}.pair .card{min-width:0}
@media(min-width:56rem){.pair{grid-template-columns:1fr 1fr}}
.hero svg{width:100%;height:1.1rem}.hero{display:grid;gap:1.25rem;align-items:center}@media(min-width:44rem){.hero{grid-template-columns:15rem 1fr}}
.big{font-size:3.2rem;line-height:1.1;font-weight:700;font-variant-numeric:tabular-nums}
.code{color:var(--soft);font-size:.8rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:0}
.tiles div{border:1px solid var(--line);border-radius:.5rem;padding:.5rem .75rem}
.tiles dt{color:var(--soft);font-size:.85rem}.tiles dd{margin:0;font-size:1.3rem;font-weight:600;font-variant-numeric:tabular-nums}
.tiles small{display:block;color:var(--soft);font-size:.75rem;font-weight:400}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.35rem .5rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
th{font-weight:500;color:var(--soft);font-size:.85rem}
tbody th{color:var(--ink);font-size:.95rem;text-align:left;white-space:normal}thead th:first-child{text-align:left}
tfoot th,tfoot td{border-bottom:0;font-weight:700;color:var(--ink);font-size:1rem}tfoot th{text-align:left}
td.bar{width:45%;min-width:8rem}td.bar svg{display:block;width:100%;height:1.1rem;overflow:visible}
tbody th{min-width:6em}.pair td.range-text{display:none}.pair thead th:last-child{display:none}
tbody th small{display:block;color:var(--soft);font-weight:400;font-size:.78rem}
.scroll{overflow-x:auto}
.track{fill:var(--track)}.fill{fill:var(--good)}.low .fill{fill:var(--low)}
.range{stroke:var(--ink);stroke-width:1.5;vector-effect:non-scaling-stroke;fill:none}
.was{fill:var(--was)}.now{fill:var(--good)}.up{stroke:var(--gain)}.down{stroke:var(--bad)}.same{stroke:var(--was)}
.step{stroke-width:3;vector-effect:non-scaling-stroke}
.better{color:var(--gain);font-weight:600}.worse{color:var(--bad);font-weight:600}
.key{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;margin:0 .25rem 0 .75rem;vertical-align:-.05rem}
.key.was{background:var(--was)}.key.now{background:var(--good)}
.matrix{width:auto}.matrix th,.matrix td{border:1px solid var(--line);text-align:center}.matrix tbody th{text-align:left;white-space:nowrap}
.matrix td.right{background:color-mix(in srgb,var(--good) calc(12% + var(--heat)*50%),transparent)}
.matrix td.wrong{background:color-mix(in srgb,var(--bad) calc(15% + var(--heat)*45%),transparent)}
.matrix td.none{color:var(--line)}
.columns{display:flex;align-items:end;gap:.3rem;list-style:none;margin:0;padding:0}
.columns li{flex:1;min-width:0;text-align:center;font-size:.75rem;color:var(--soft)}
.columns b{display:block;height:calc(var(--height)*7rem);min-height:2px;background:var(--good);border-radius:.2rem .2rem 0 0}
.columns span{display:block;white-space:nowrap;overflow:hidden}
ul.changes{padding-left:1.25rem;margin:.25rem 0}ul.changes li{margin:.2rem 0;overflow-wrap:anywhere}
details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer;font-weight:600}
article{border-left:.25rem solid var(--bad);padding:.1rem 0 .1rem .9rem;margin:1rem 0}
article h4{margin:0;font-size:1rem;overflow-wrap:anywhere}article p{margin:.25rem 0;overflow-wrap:anywhere;white-space:pre-line}
.fault{color:var(--bad)}.tag{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.8rem;color:var(--soft);margin-right:.25rem}
blockquote{border-left:.25rem solid var(--good);margin:.4rem 0;padding:.1rem 0 .1rem .75rem;overflow-wrap:anywhere}
blockquote footer{color:var(--soft);font-size:.8rem}
@media(max-width:40rem){.card{padding:.9rem}.big{font-size:2.6rem}
.bars thead{position:absolute;clip-path:inset(50%)}.bars tr{display:grid;grid-template-columns:1fr 5.4rem 3.9rem;border-bottom:1px solid var(--line);padding:.3rem 0}
.bars th,.bars td{border:0;padding:.1rem .25rem}.bars td.bar{grid-column:1;grid-row:2;width:auto}.pair .bars td.bar{grid-column:1/-1}.bars.steps tr{grid-template-columns:1fr auto 3.9rem}.bars.steps td.bar{grid-column:1/-1}
.bars td.range-text{grid-column:2/-1;color:var(--soft);font-size:.8rem}.columns li{font-size:.62rem}}
@media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--track:#e7eaef;--good:#1f6feb;--low:#b4690e;--bad:#b3261e;--gain:#1a7f4b;--was:#8b94a3}
body{font-size:10pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.card{border:0;padding:0;break-inside:auto}article,tr,blockquote{break-inside:avoid}h2,h3{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}}
`;
