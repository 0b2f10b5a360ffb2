/** Style of all pages: system fonts, contrast of 4.5:1 or more, 44 px targets, double focus ring, print. */
export const STYLE = `:root{--ink:#1a1a1a;--muted:#595959;--primary:#1456c0;--line:#767676}
*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:1rem;color:var(--ink);background:#fff;
font:1.0625rem/1.7 system-ui,"PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.4}h2{font-size:1.25rem}h3{font-size:1.125rem}
a{color:var(--primary)}
:focus-visible{outline:3px solid #ffbf47;box-shadow:0 0 0 5px #0b0c0c}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
.top{display:flex;gap:1rem;align-items:baseline;border-bottom:2px solid var(--primary);padding-bottom:.5rem}
.top a{font-weight:700;text-decoration:none}.top span,.muted,.label,.bottom{color:var(--muted)}
.bottom{margin-top:2rem;border-top:1px solid var(--line)}
.warning{background:#fff4e5;color:#8a4b00;padding:.5rem .75rem;border-left:4px solid #8a4b00}
textarea,input{display:block;width:100%;padding:.5rem;margin:.25rem 0 .75rem;border:1px solid var(--line);font:inherit}
button{min-height:44px;padding:.5rem 1rem;border:1px solid var(--primary);background:#fff;color:var(--primary);font:inherit;cursor:pointer}
.ask button{background:var(--primary);color:#fff}
.options{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:1rem 0}
.answer{border:1px solid var(--line);padding:0 1rem 1rem;margin:1rem 0}
blockquote{margin:.5rem 0;padding-left:.75rem;border-left:4px solid var(--primary);white-space:pre-wrap}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.25rem 1rem}
.facts div{display:flex;gap:.5rem}.facts dt{color:var(--muted)}.facts dd{margin:0}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid var(--line);padding:.25rem .5rem;text-align:left}
.wide{overflow-x:auto;margin:1rem 0}.wide table{margin:0}.wide td{min-width:6em}
mark{background:#ffe9a8;color:inherit;scroll-margin-top:30vh}mark:focus-visible{outline:2px solid #8a4b00;box-shadow:none}
@media (prefers-color-scheme:dark) and (prefers-contrast:no-preference){
:root{--ink:#ededed;--muted:#b5b5b5;--primary:#8ab4ff;--line:#8c8c8c}body,button{background:#161616}
.ask button{color:#161616}.warning{background:#3a2a10;color:#ffc987;border-color:#ffc987}mark{background:#5c4a00}}
@media print{.top span,.skip,form,.bottom{display:none}body{max-width:none;font-size:11pt}
.wide{overflow:visible}.wide td{min-width:0}
mark{background:none;text-decoration:underline}a[href^=http]::after{content:" (" attr(href) ")"}}
`;

/** Counts characters and says what happens while the answer is made; everything works without it. */
export const SCRIPT = `"use strict";
const form=document.querySelector("form.ask"),field=document.getElementById("question"),status=document.getElementById("status");
if(form&&field&&status){
const limit=Number(form.dataset.limit),length=()=>[...field.value.trim()].length;
field.addEventListener("input",()=>{const n=length();status.textContent=n>limit?"问题最多 "+limit+" 字，请精简后再发送。":n>=limit*.8?n+"/"+limit:""});
field.addEventListener("keydown",(event)=>{if(event.key==="Enter"&&!event.shiftKey&&!event.isComposing&&event.keyCode!==229){event.preventDefault();form.requestSubmit()}});
form.addEventListener("submit",(event)=>{if(form.dataset.sent||length()>limit){event.preventDefault();return}form.dataset.sent="1";status.textContent="正在查找相关文件…"});
addEventListener("pageshow",()=>{delete form.dataset.sent;status.textContent=""});
}
`;
