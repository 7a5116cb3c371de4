"""Counts said in prose: what is counted, how it is said, whose it is, and the cells that it should equal."""

from __future__ import annotations

import pytest

from reportparse.document import Block, Document, Heading, Origin, Paragraph
from reportparse.form import load_form
from reportparse.parsing.kinds import vocabulary
from reportparse.parsing.outline import outline
from reportparse.parsing.statements import find_statements
from reportparse.report import Statement

REQUESTS = "（二）依申请公开情况"


def document(*lines: str, format: str = "docx") -> Document:
    blocks: tuple[Block, ...] = tuple(Paragraph(line) for line in lines)
    return Document(Origin("invented", "0", format), blocks, "by hand")


def statements(
    *lines: str, section: str = "一、总体情况", edition: str = "2021", format: str = "docx"
) -> list[Statement]:
    made = document(section, *lines, format=format)
    return list(find_statements(made, outline(made), edition))


def told(*lines: str, section: str = "一、总体情况") -> str:
    """The kinds and values, in one line."""
    return " ".join(f"{said.kind}={said.value:g}{said.unit}" for said in statements(*lines, section=section))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本年度共主动公开政府信息86条。", "disclosed=86条"),
        ("公开信息总数达764条。", "disclosed=764条"),
        ("政府信息共计公开915份。", "disclosed=915份"),
        ("主动公开政府信息的情况:52条", "disclosed=52条"),
        ("全年公开政府信息2,315条次。", "disclosed=2315条次"),
        ("全年公开各类信息5.5万条。", "disclosed=55000条"),
        ("镇政务公开平台共公开信息61条。", "disclosed=61条"),
        ("公众号“云岫风”推送信息412条，视频号发布短视频37条。", "disclosed_wechat=412条 disclosed_video=37条"),
        ("全市主动公开政府信息28万条，市级公开6.4万篇。", "disclosed=280000条 disclosed=64000篇"),
        ("主动公开信息增至305条。", "disclosed=305条"),
        ("上半年主动公开信息90条，下半年主动公开信息111条，全年合计201条。", "disclosed=201条"),
        ("公开县政府常务会议纪要26期。", "executive_meetings=26期"),
        ("通过县政府门户网站公开本镇信息218条。", "disclosed=218条"),
        ("政务微博、微信发布信息980条。", "disclosed_new_media=980条"),
        ("通过网站、微信公众号、公示栏等渠道主动公开政府信息300条。", "disclosed=300条"),
        ("另有法规公文信息9条。", "regulations_documents=9条"),
        ("召开新闻发布会4场，编印政府公报6期。", "press_conferences=4场 gazette_issues=6期"),
        ("发布政策解读材料13篇。", "interpretations=13篇"),
        ("新开设专栏3个。", "columns=3个"),
        ("围绕年度重点工作及时公布议定事项，全年公开政府常务会议7\n期。", "executive_meetings=7期"),
        ("全年召开信息公开专题会议5次，举办业务培训两次，参训60人次。", "meetings=5次 trainings=2次 trainees=60人次"),
        ("接受群众咨询88人次。", "consultations=88人次"),
        ("在门户网站主动公开发布政策文件、工作要闻等63条。", "disclosed=63条"),
        ("主动公开发布包括惠民服务、乡村振兴等各项动态信息共计19条。", "disclosed=19条"),
        ("县政府门户网站公开全县各类政府信息共计343条。", "disclosed=343条"),
        ("我市公开发布和更新信息共2050余条。", "disclosed=2050条"),
        ("主动公开政务文件11份。", "disclosed_documents=11份"),
        (
            "在局网站上公开174条信息，在微信公众平台上公开92条信息。",
            "disclosed_website=174条 disclosed_wechat=92条",
        ),
        ("在信息公开平台上公开城乡规划、就业创业、养老服务等信息368条。", "disclosed_website=368条"),
        ("局网站发布动态要闻300余条。", "disclosed_website=300条"),
        ("全镇共发布各类信息内容46条。", "disclosed=46条"),
        (
            "网站公开信息136条，其中：机构信息12条、惠民政策及解读4条、资金公开29条。",
            "disclosed_website=136条 disclosed_website_part=12条 interpretations=4条 disclosed_website_part=29条",
        ),
        (
            "公开信息252条，其中征收信息128条；通过都市报等媒体发布新闻信息80余条。",
            "disclosed=252条 disclosed_part=128条",
        ),
        ("主动公开文件89条。", "disclosed=89条"),
        (
            "公开信息382条，包括网站35条，微信公众号81条，其中民政类28条。",
            "disclosed=382条 disclosed_part=35条 disclosed_wechat=81条 disclosed_wechat_part=28条",
        ),
        (
            "通过门户网站公开并更新信息190条。其中，通知类信息44条，工作要闻信息数146条。",
            "disclosed_website=190条 disclosed_website_part=44条 disclosed_website_part=146条",
        ),
        ("在信息公开目录系统（网址：http://www.example.com/ml/）主动公开政府信息77条。", "disclosed=77条"),
        ("我局在公开平台公开文件21件。", "disclosed_documents=21件"),
        ("我局在公开平台发布信息33条。", "disclosed=33条"),
        ("发布行政规范性文件4篇。", "normative_documents_issued=4篇"),
        ("在政府信息公开网公开74条涉及住房、就学等领域的信息。", "disclosed=74条"),
        ("局网站共及时更新各类信息281条。", "disclosed=281条"),
        (
            "通过门户网站累计公开政府信息118条，其中发布公示公告97条，发布用地信息21条。",
            "disclosed=118条 disclosed_part=97条 disclosed_part=21条",
        ),
        ("主办、协办建议提案办结数量34件。", "proposals=34件"),
        ("主动公开发布年度预算、权责事项等内容共计27条。", "disclosed=27条"),
        ("通过政务网以及微信公众号主动公开各类信息共156条。", "disclosed=156条"),
        ("向社会公开食品抽检、特种设备安全、消费提示等信息245条。", "disclosed=245条"),
        ("人大代表建议主办件6件、政协提案会办件12件。", "npc_proposals=6件 cppcc_proposals=12件"),
        ("公开信息90条，通过今日头条公众号公开70条。", "disclosed=90条 disclosed_new_media=70条"),
        ("制作解读文字和图片5个。", "interpretations=5个"),
        ("办理人大建议和政协提案共28项。", "proposals=28项"),
        ("公众号“云岫风”粉丝超3万人，全年推送信息250余条。", "disclosed_wechat=250条"),
        ("公众号“云岫风”关注量达900人，信息发布量共64条。", "disclosed_wechat=64条"),
        ("我局发布信息90条，涵盖4大类、12个栏目。其中规划信息公开数31条；资金信息公开数59条。",
         "disclosed=90条 disclosed_part=31条 disclosed_part=59条"),
        ("公开信息120条，其中，公告35条，代表建议答复2件，展览类80篇，专题专栏3个。",
         "disclosed=120条 disclosed_part=35条 disclosed_part=2件 disclosed_part=80篇 columns=3个"),
        ("公开信息70条，其中网站30条；全年公开各类文件9件，其中通知类4件。",
         "disclosed=70条 disclosed_part=30条 disclosed_documents=9件 disclosed_documents_part=4件"),
        ("全年公开发布机构简介5条，干部任免2条，招标公告13条。",
         "disclosed_part=5条 disclosed_part=2条 disclosed_part=13条"),
        ("在门户网站发布乡镇要闻41条、政策解读6条、通知8条、名单等3条。",
         "disclosed_website_part=41条 interpretations=6条 disclosed_website_part=8条 disclosed_website_part=3条"),
        ("通过目录系统累计主动公开政府信息3001条。今年新增主动公开政府信息205条。", "disclosed=205条"),
        ("全年发布、更新各类信息71条。其中：决策公开31条，建议提案办理9条，政策解读31条。",
         "disclosed=71条 disclosed_part=31条 disclosed_part=9条 disclosed_part=31条"),
        ("主动公开信息9条：机构概况6条，会议活动3条。", "disclosed=9条 disclosed_part=6条 disclosed_part=3条"),
        ("通过政府网站公开政府信息数26条，政务微信公开政府信息数45条。", "disclosed_website=26条 disclosed_wechat=45条"),
        ("以“云岫风”微信公众号为平台，讲好故事，全年共发布各类信息31条。", "disclosed_wechat=31条"),
        ("用好公众号和网站，回应关切，全年共发布各类信息31条。", "disclosed=31条"),
        ("运用好“云岫风”订阅号，建立专栏，全年发布信息23条。", "disclosed_wechat=23条"),
        ("公众号“云岫风”粉丝900人，同比增长11.2%，活跃度达40%，全年共发布信息84篇。", "disclosed_wechat=84篇"),
        ("通过门户网站、微信公众号、微博公开信息分别为14条、9条、5条。",
         "disclosed_website=14条 disclosed_wechat=9条 disclosed_weibo=5条"),
        ("主动公开涉及渡口管理、种粮补贴、危桥改造等方面信息42条。", "disclosed=42条"),
        ("主动公开干部任免、招标采购、河湖治理和惠农补贴信息89条。", "disclosed=89条"),
        ("主动公开干部任免、招标采购、提案复文、抗旱预案、护林名录、种粮补贴、渡口管理、危桥改造、集市规划、牧场、质量检查等领域信息总计63条。",
         "disclosed=63条"),
        ("公开水质监测信息51条；河长通报12篇；取水批复文件8件；工作动态64篇。",
         "disclosed_part=51条 disclosed_part=12篇 disclosed_part=8件 disclosed_part=64篇"),
        ("公开重要政策文件16件。发布各类文件20件，其中公告13件。",
         "disclosed_documents=16件 disclosed_documents=20件 disclosed_documents_part=13件"),
        ("制作政府信息96条，其中主动公开信息41条，依申请公开信息13条，不予公开信息42条。", "disclosed=41条"),
        ("主动公开信息5条，依申请公开信息0条，不予公开信息15条。", "disclosed=5条"),
        ("公开信息30条。其中：通过网站发布预算信息1条；通过公众号发布通知公告4条；通过日报等平台公开工作动态25条。",
         "disclosed=30条 disclosed_website=1条 disclosed_wechat=4条 disclosed_part=25条"),
        ("主动公开会议纪要、规范性文件、解读材料、干部任免等各类政务信息75条。", "disclosed=75条"),
        ("开设“学习教育”“地理标志”等5个专题专栏。", "columns=5个"),
        ("通过公开网主动公开发布农田信息13条，主动公开发布灌区信息5条，渔业信息8条，合计共26条。",
         "disclosed_part=13条 disclosed_part=5条 disclosed_part=8条 disclosed=26条"),
        ("及时发布部门文件3份，渔政类信息27条，便民提示2条。",
         "disclosed_documents=3份 disclosed_part=27条 disclosed_part=2条"),
        ("通过网站公开了资金信息2条和服务信息52条。", "disclosed_part=2条 disclosed_part=52条"),
        ("依托云岫风公众号平台，发布图文和各类政务信息36条。", "disclosed_wechat=36条"),
        ("在门户网站发布与转发各类信息共计54条。", "disclosed=54条"),
        ("公开渡口建设、节能降耗等多领域信息20条。", "disclosed=20条"),
        ("网站发布原创信息30条，其中动态信息26条，规范性文件4件。",
         "disclosed_website=30条 disclosed_website_part=26条 disclosed_website_part=4件"),
        ("“云岫风”微博、微信公众号关注量达2万，全年发布信息1300余条。", "disclosed_new_media=1300条"),
        ("公开信息38条，其中，主动公开部门文件3件、依申请公开7件。", "disclosed=38条 disclosed_documents=3件"),
        ("发文96件，其中主动公开文件4件，不公开文件92件，依申请公开0件。", "disclosed_documents=4件"),
        ("发布解读回应9条。", "interpretations=9条"),
        ("全年行政许可决定28件、行政处罚17件、行政强制2件。", "licences=28件 penalties=17件 coercive_measures=2件"),
    ],
)  # fmt: skip
def test_what_was_disclosed_and_done(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全年收到政府信息公开申请31件。", "requests_received=31件"),
        ("受理7申请。", "requests_received=7"),
        ("面对全年48件政府信息公开申请，加班完成登记。", "requests_received=48件"),
        ("全年依申请公开办件为零。", "requests_received=0"),
        ("依申请公开零报告。", "requests_received=0"),
        ("依申请公开收件31件左右。", "requests_received=31件"),
        ("收到申请31件。年末尚有2件在办，转入下年度。", "requests_received=31件 requests_carried_out=2件"),
        ("收到申请31件。年末未办结的2件申请已结转。", "requests_received=31件 requests_carried_out=2件"),
        ("收到政府信息公开申请大约有31件。", "requests_received=31件"),
        ("收到申请31件。未到期2件，结转下年度。", "requests_received=31件 requests_carried_out=2件"),
        ("2021年收到12件信息依申请公开。", "requests_received=12件"),
        ("共收到依申请公开信息 8 条。", "requests_received=8条"),
        ("受理信息公开申请十二件，均已答复。", "requests_received=12件"),
        ("依申请公开2条。", "requests_received=2条"),
        ("对收到的5件政府信息公开申请，均按期作了答复。", "requests_received=5件"),
        ("新收申请40件，上年结转6件，办结43件，结转下年度继续办理3件。",
         "requests_received=40件 requests_carried_in=6件 requests_processed=43件 requests_carried_out=3件"),
        ("收到政府信息公开申请15件，答复14件，1件结转至2025年办理。",
         "requests_received=15件 requests_processed=14件 requests_carried_out=1件"),
        ("办结申请18件，另有4件顺延到下年度答复。", "requests_processed=18件 requests_carried_out=4件"),
        ("延期答复2件。", "extended=2件"),
        ("予以公开9件，部分公开3件，不予公开2件，无法提供5件，不予处理1件，其他处理4件。",
         "granted=9件 partially_granted=3件 denied=2件 unable=5件 not_processed=1件 other_outcome=4件"),
        ("作其他处理（含申请人撤回）4件，转下年度办理2件。", "other_outcome=4件 requests_carried_out=2件"),
        ("予以公开及部分公开66件（31.20%）。", "granted_and_partially_granted=66件"),
        ("办理结果中，予以公开和部分公开的分别为5件和2件。", "granted=5件 partially_granted=2件"),
        ("线上申请31件，线下申请4件。", "requests_by_channel=31件 requests_by_channel=4件"),
        ("收到申请12件，8件予以公开，2件因信息不存在无法提供，2件因涉及国家秘密不予公开。",
         "requests_received=12件 granted=8件 unable_part=2件 denied_part=2件"),
        ("收到申请8件予以公开5件部分公开3件。", "requests_received=8件 granted=5件 partially_granted=3件"),
        ("办理政府信息公开申请64件（含上年度结转7件），其中答复60件。",
         "requests_processed=64件 requests_carried_in=7件 requests_processed=60件"),
        ("收到申请16件，其中告知主动公开获取方式5件，其余6件予以公开。", "requests_received=16件 requests_part=5件 granted=6件"),
        ("办结申请25件：重复申请2件；信访举报投诉类申请1件。",
         "requests_processed=25件 not_processed_duplicate=2件 not_processed_petition=1件"),
        ("收到申请9件，因不掌握相关政府信息无法提供3件，属于信访、投诉、举报等申请（含咨询）不作为政府信息公开申请处理1件，"
         "申请人无正当理由逾期不补正、不再处理其申请2件，属于行政执法案卷不予公开1件，因涉及商业秘密不予公开2件。",
         "requests_received=9件 unable_not_held=3件 not_processed_petition=1件 other_not_corrected=2件 "
         "denied_enforcement_file=1件 denied_part=2件"),
        ("网站受理依申请公开9件；当面受理依申请公开7件；其他渠道受理依申请公开3件。",
         "requests_by_channel=9件 requests_by_channel=7件 requests_by_channel=3件"),
        ("收到申请9件，申请人中自然人7件，商业企业1件，其他组织1件。",
         "requests_received=9件 requests_natural_person=7件 requests_commercial_enterprise=1件 requests_other_org=1件"),
        ("在已答复的12件申请中，予以公开9件。", "requests_processed=12件 granted=9件"),
        ("收到申请4件，2件为网络申请，2件为信件申请。其中3件已按要求书面回复，1件结转2023年度继续办理。",
         "requests_received=4件 requests_by_channel=2件 requests_by_channel=2件 requests_processed=3件 requests_carried_out=1件"),
        ("收到申请4件。其中公开1件，告知其他途径3件。", "requests_received=4件 granted=1件 requests_part=3件"),
        ("依申请公开信息办理0件。", "requests_processed=0件"),
        ("收到申请9件。邮件申请5件，官网申请4件。", "requests_received=9件 requests_by_channel=5件 requests_by_channel=4件"),
        ("收到依申请公开4件，公开3件，不予公开1件。", "requests_received=4件 granted=3件 denied=1件"),
        ("受理信息公开申请29件，27件按期答复，2件延期答复。",
         "requests_received=29件 extended=2件"),
        ("重复申请3件，属于行政执法案卷2件。", "not_processed_duplicate=3件 denied_enforcement_file=2件"),
        ("新收政府信息公开申请数量26件，上年结转政府信息公开申请数量5件。", "requests_received=26件 requests_carried_in=5件"),
        ("接收到申请书55份。", "requests_received=55份"),
        ("受理公开申请13件。", "requests_received=13件"),
        ("本年度无申请政府信息公开的情况。", "requests_received=0"),
        ("接续办理2020年结转申请件6件；新收申请48件，答复51件，结转2022年办理3件。",
         "requests_carried_in=6件 requests_received=48件 requests_processed=51件 requests_carried_out=3件"),
        ("没有发生行政复议、诉讼等争议。", "reconsideration=0 litigation=0"),
        ("收到1例依申请公开事项。", "requests_received=1例"),
        ("收到申请政府信息公开请求1件。", "requests_received=1件"),
        ("收到政府信息公开申请5项全部予以公开。", "requests_received=5项"),
        ("受理申请7件，结转1件。", "requests_received=7件 requests_carried_out=1件"),
    ],
)  # fmt: skip
def test_requests(text: str, wanted: str) -> None:
    assert told(REQUESTS, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("因政府信息公开被申请行政复议6件、提起行政诉讼2件。", "reconsideration=6件 litigation=2件"),
        ("行政复议、行政诉讼案件分别为6件、2件。", "reconsideration=6件 litigation=2件"),
        ("发生行政复议和行政诉讼各1起。", "reconsideration=1起 litigation=1起"),
        ("行政复议和行政诉讼共9件。", "remedies=9件"),
        ("政府信息公开行政复议5件，其中结果维持3件，结果纠正1件，1件尚未审结。",
         "reconsideration=5件 reconsideration_upheld=3件 reconsideration_corrected=1件 reconsideration_pending=1件"),
        ("行政诉讼7件，其中未经复议直接起诉2件，复议后起诉5件。",
         "litigation=7件 litigation_direct=2件 litigation_after_reconsideration=5件"),
        ("行政诉讼案件3件，其中2件胜诉，1件败诉。", "litigation=3件 litigation_corrected=1件"),
        ("未经复议直接起诉4件，其中结果维持3件，其他结果1件。",
         "litigation_direct=4件 litigation_direct_upheld=3件 litigation_direct_other_result=1件"),
        ("就政府信息公开提起的3件行政复议和0件行政诉讼，积极应对。", "reconsideration=3件 litigation=0件"),
        ("全年有2起行政复议及1起行政诉讼。", "reconsideration=2起 litigation=1起"),
    ],
)  # fmt: skip
def test_remedies(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("未收到政府信息公开申请。", "requests_received"),
        ("没有接到居民主动要求公开政府信息的申请。", "requests_received"),
        ("本年度没有公民、法人或其他组织向我局提出政府信息公开申请。", "requests_received"),
        ("未接收到依申请公开，也没有上年结转的申请。", "requests_received requests_carried_in"),
        ("未收到和处理政府信息公开申请，实行零报告。", "requests_received requests_processed"),
        ("未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。", "reconsideration litigation"),
        ("未引发行政复议或者行政诉讼。", "reconsideration litigation"),
        ("无行政复议、行政诉讼案件发生。", "reconsideration litigation"),
        ("未发生被行政复议纠错或行政诉讼败诉情形。", "reconsideration_corrected litigation_corrected"),
        ("依申请公开的数量：无", "requests_received"),
        ("无2021年结转申请事项和结转2023年办理申请。", "requests_carried_in requests_carried_out"),
        ("未接到任何企业或个人申请提供别的政府信息。", "requests_received"),
        ("没有收到申请公开政府信息的要求。", "requests_received"),
        ("没有关于信息公开的收费及减免情况。", "processing_fee"),
        ("未收取信息处理费。", "processing_fee"),
        ("未收取依申请公开的任何费用。", "processing_fee"),
        ("依申请公开收费情况无", "processing_fee"),
        ("全年未发生收费情况。", "processing_fee"),
        ("全年未接到群众投诉。", "complaints"),
        ("我镇未承办人大代表建议和政协提案。", "npc_proposals cppcc_proposals"),
        ("未对公众依申请公开政府信息收取任何费用。", "processing_fee"),
        ("未收到依申请公开请求。", "requests_received"),
        ("我镇没有依申请公开政府信息办理事项。", "requests_received"),
    ],
)
def test_what_is_denied_is_a_stated_zero(text: str, kinds: str) -> None:
    found = statements(REQUESTS, text)
    assert " ".join(said.kind for said in found) == kinds
    assert all(said.value == 0 and said.negated for said in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("收到政府信息公开申请0件。", "requests_received"),
        ("受理0件、办结0件。", "requests_received requests_processed"),
        ("政府信息公开申请、行政复议、行政诉讼均为0。", "requests_received reconsideration litigation"),
        ("行政复议、行政诉讼0件。", "reconsideration litigation"),
        ("未接到依申请公开事项，因此引起的行政复议、行政诉讼均为零。", "requests_received reconsideration litigation"),
    ],
)
def test_zero_is_a_number_too(text: str, kinds: str) -> None:
    found = statements(REQUESTS, text)
    assert " ".join(said.kind for said in found) == kinds
    assert all(said.value == 0 for said in found)
    assert not found[-1].negated


@pytest.mark.parametrize(
    "text",
    [
        "依据《条例》第二十条，在20个工作日内答复，2023年12月5日办理完毕。",
        "按时办结率100%，占37.5%，同比增长12.3%，比上年增加12条。",
        "发生6.2级地震，成交金额127.33亿元，播放量破亿。",
        "拨打12345或者0533-1234567，国办公开办函〔2021〕30号。",
        "5·15政务公开日当天，有21个试点领域参加展示。",
        "受理网络问政182件，收到公众意见382条，受理行政许可申请300件。",
        "全年收到的来信均已回复，共办理热线工单3521件。",
        "每季度召开一次会议，对目录作了一次全面修订，实行一件一卷。",
        "未发生应公开未公开、超期未答复的情形。",
        "没有发生因公开不当造成不良影响的情况。",
        "行政许可信息公示120条，解读规范性文件8件。",
        "26个单位和30名个人受到通报表扬。",
        "主动公开信息  条。",
        "去年收到政府信息公开申请5件。",
        "印发《关于公开政府信息300条的通知》。",
        "不予公开信息有10条。",
        "全年未收到行政许可申请。",
        "登记采矿权办理结果78个，用地项目办理结果17件。",
        "新开新媒体1个，现在共计7个，其中微信4个，微博3个。",
        "网站日均浏览量1.7万余人次。",
        "网站设置“财务公开、法规规章”等13个公开板块。",
        "公开局长办公会议12次。",
        "无与诉讼（行政复议、行政诉讼）有关的费用支出。",
        "网站从上线至今，总共发布各类信息3120条。",
        "受理行政复议申请83件，审结70件，其中维持41件，纠正9件。",
        "办理以县政府为被告的行政应诉案件17件。",
    ],
)
def test_other_numbers_give_nothing(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021年主动公开信息310条，2022年达到402条，2023年计划公开420条。", ["disclosed 402"]),
        ("与2021年的276条相比，2022年主动公开信息增至305条。", ["disclosed 305"]),
        ("收到申请5件，4件结转至2023年办理。", ["requests_received 5", "requests_carried_out 4"]),
        ("2021年，我镇共制定规范性文件3件，废止规范性文件1件。", []),
        ("2021年我镇收到申请6件，在规定时限内答复6件。今年收到申请2件。", ["requests_received 2"]),
        ("2021年，公开信息40条，2022年，公开信息52条。", ["disclosed 52"]),
    ],
)
def test_a_count_of_another_year_is_none_of_the_report(text: str, wanted: list[str]) -> None:
    made = document("一、总体情况", text)
    found = find_statements(made, outline(made), "2021", 2022)
    assert [f"{said.kind} {said.value}" for said in found] == wanted


def test_rules_that_changed_in_any_way_are_not_those_issued() -> None:
    assert told("主动公开市政府规章9件（含新制定3件，修改4件，废止2件）。") == "rules_issued=3件 rules_repealed=2件"


@pytest.mark.parametrize(
    "text",
    [
        "收到网友留言52条，公开答复20条，电话答复18条，来信答复14条。",
        "网站从开通至今，总共发布动态类信息980条，公告类信息210条，其他信息95条。",
        "去年公开乡镇动态41条、通知8条、名单3条。",
        "编制主动公开事项目录45条。",
        "通过县级媒体发布宣传信息130余篇，其中省级媒体录用14篇，市级媒体录用61篇。",
        "各科室均指定一名工作人员负责。",
    ],
)
def test_rows_that_tell_of_no_parts(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize("before", ["我局梳理了公开内容。", "我局梳理了公开内容，及时更新，"])
def test_a_broken_off_paragraph_under_the_tables_is_read(before: str) -> None:
    line = f"{before}全年主动公开政府信息32条，其中通知8条，动态"
    assert told(line, section="二、主动公开政府信息情况") == "disclosed=32条 disclosed_part=8条"


def test_a_channel_that_is_only_talked_of_is_no_website() -> None:
    line = "（四）平台建设。对微信公众号定期进行维护，围绕重点工作发布了原创作品49篇。"
    assert told(line) == ""


def test_a_promise_in_section_five_is_no_count() -> None:
    assert told("下一步将固定1名专职人员，组织培训4次。", section="五、存在的主要问题及改进情况") == ""


@pytest.mark.parametrize("text", ["公开信息140余条。", "公开信息约140条。", "公开信息近140条。", "公开信息140条以上。",
                                  "公开信息超140条。", "公开信息140多条。", "公开信息一百四十余条。"])  # fmt: skip
def test_about(text: str) -> None:
    (said,) = statements(text)
    assert (said.value, said.approximate) == (140, True)


def test_what_is_exact_is_not_about() -> None:
    assert [said.approximate for said in statements("最近公开信息140条。")] == [False]


# Totals and parts


def test_parts_are_linked_to_their_total() -> None:
    found = statements("全年主动公开政府信息90条，其中政务动态40条、财政信息30条和公示公告20条。共培训2次。")
    assert [(said.kind, said.value, said.part_of) for said in found] == [
        ("disclosed", 90, None),
        ("disclosed_part", 40, 0),
        ("disclosed_part", 30, 0),
        ("disclosed_part", 20, 0),
        ("trainings", 2, None),
    ]
    assert not any(said.open_list for said in found)
    assert found[1].text == "其中政务动态40条"


@pytest.mark.parametrize(
    "text", ["公开信息90条，其中动态40条、公示30条等。", "公开信息90条，主要包括动态40条、公示30条。"]
)
def test_a_list_may_be_open(text: str) -> None:
    assert [said.open_list for said in statements(text)] == [True, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息50条，其中机构类信息20条，内有领导15条、职能5条；工作类30条，其中动态21条、通知9条。",
        "公开信息50条，其中，通过网站公开信息20条，具体为：领导类15条、职能类5条；公众号发文30篇，包括动态21篇、通知9篇。",
    ],
)
def test_what_adds_up_to_a_part_is_of_that_part(text: str) -> None:
    assert [said.part_of for said in statements(text)] == [None, 0, 1, 1, 0, 4, 4]


def test_a_breakdown_in_brackets() -> None:
    found = statements(
        "全县收办政府信息公开申请30件（县政府18件、县直部门12件），其中，自然人申请27件，法人或其他组织申请3件。"
    )
    assert [(said.kind, said.part_of) for said in found] == [
        ("requests_due", None),
        ("requests_part", 0),
        ("requests_part", 0),
        ("requests_natural_person", 0),
        ("requests_organisations", 0),
    ]


def test_outcomes_after_a_stop_are_parts_of_what_was_closed() -> None:
    found = statements(
        "受理政府信息公开申请50件，办结48件（含上年结转4件），均未超期。其中，予以公开30件，无法提供18件。"
    )
    assert [(said.kind, said.part_of) for said in found] == [
        ("requests_received", None),
        ("requests_processed", None),
        ("requests_carried_in", 1),
        ("granted", 1),
        ("unable", 1),
    ]


def test_what_is_besides_is_no_part() -> None:
    found = statements("答复申请20件（含上年度结转申请3件，另有2件顺延到下年度答复）。")
    assert [said.part_of for said in found] == [None, 0, None]


def test_parts_of_a_fee() -> None:
    found = statements(
        "收取信息处理费500元。其中，甲局1件，收取120元；乙局2件，收取380元。", section="六、其他需要报告的事项"
    )
    assert [(said.kind, said.value, said.part_of) for said in found] == [
        ("processing_fee", 500, None),
        ("processing_fee_part", 120, 0),
        ("processing_fee_part", 380, 0),
    ]


def test_a_fee_that_was_received() -> None:
    for text in ("信息处理费收取情况：发出收费通知1份，实收404元。", "信息处理费收入404元。"):
        found = statements(text, section="六、其他需要报告的事项")
        assert [(said.kind, said.value) for said in found] == [("processing_fee", 404)]


# Cells


def items(*lines: str, edition: str = "2021") -> list[tuple[str, ...]]:
    return [said.items for said in statements(*lines, edition=edition)]


def test_cells_of_requests() -> None:
    assert items("收到政府信息公开申请9件。") == [("requests.received.total",)]
    assert items("收到政府信息公开申请9件（含上年结转2件）。")[0] == (
        "requests.received.total",
        "requests.carried_in.total",
    )
    assert items("全年收办依申请公开9件。") == [("requests.received.total", "requests.carried_in.total")]
    assert items("全年处理依申请公开9件（含上年度结转2件）。")[0] == (
        "requests.received.total",
        "requests.carried_in.total",
    )
    assert items("全年办结依申请公开9件（含上年度结转2件）。")[0] == ("requests.processed.total",)


def test_who_asked_is_counted_of_the_same_requests_as_the_total() -> None:
    assert items("收办依申请公开9件，其中自然人8件。")[1] == (
        "requests.received.natural_person",
        "requests.carried_in.natural_person",
    )


def test_a_group_of_rows_is_the_sum_of_its_rows() -> None:
    (denied,) = items("政府信息公开申请不予公开9件。")
    assert len(denied) == 8
    assert items("政府信息公开申请作其他处理3件。", edition="2019") == [("requests.other_outcome.total",)]
    assert len(items("政府信息公开申请作其他处理3件。")[0]) == 3


def test_cells_of_suits() -> None:
    both = ("remedies.litigation_direct.pending", "remedies.litigation_after_reconsideration.pending")
    assert items("行政诉讼4件，尚未审结1件。")[1] == both


def test_cells_of_decisions() -> None:
    assert items("制发行政规范性文件4件，废止2件，现行有效规范性文件15件。") == [
        ("proactive.normative_documents.issued",),
        ("proactive.normative_documents.repealed",),
        ("proactive.normative_documents.in_force",),
    ]
    assert items("制发规范性文件4件。", edition="2019") == [("proactive.normative_documents.made",)]
    assert items("公开规章2件、行政规范性文件9件。") == [
        ("proactive.rules.issued",),
        ("proactive.normative_documents.issued",),
    ]
    assert items("作出行政许可决定20件、行政处罚决定5件。") == [
        ("proactive.licences.decisions",),
        ("proactive.penalties.decisions",),
    ]


def test_administrative_fees_are_told_in_the_unit_of_the_cell() -> None:
    (said,) = statements("行政事业性收费71.5万元。")
    assert (said.value, said.unit) == (71.5, "万元")


def test_no_edition_no_cells() -> None:
    made = document("一、总体情况", "收到政府信息公开申请9件。")
    assert [said.items for said in find_statements(made, outline(made), None)] == [()]


def test_every_cell_of_the_vocabulary_is_in_some_edition() -> None:
    forms = [load_form(edition) for edition in ("2019", "2021")]
    leaves = {item for form in forms for item in (each.id for each in form.items())}
    groups = {
        f"{t.code}.{row.code}.total" for form in forms for t in form.tables for row in t.rows if row.kind == "group"
    }
    rows = {"remedies.litigation.upheld", "remedies.litigation.corrected", "remedies.litigation.other_result"}
    wanted = {item for kind in vocabulary().kinds for item in (*kind.items, *kind.carrying)}
    assert wanted <= leaves | groups | rows | {"remedies.litigation.pending"}


def test_every_parent_and_addend_of_the_vocabulary_is_a_kind() -> None:
    codes = {kind.code for kind in vocabulary().kinds}
    assert {code for kind in vocabulary().kinds for code in (*kind.parents, *kind.both)} <= codes
    assert all(kind.zh for kind in vocabulary().kinds if not kind.decoy)


# Whose, where


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市收到政府信息公开申请9件。", "area"),
        ("全区各级各部门共收到政府信息公开申请9件。", "area"),
        ("我局收到政府信息公开申请9件。", "own"),
        ("2024年，区政府办代表区政府受理政府信息公开申请9件。", "own"),
        ("市本级收到政府信息公开申请9件。", "level"),
        ("全区工作有序，我局收到政府信息公开申请9件。", "own"),
        ("市政府网站主动公开信息9条。", None),
        ("收到政府信息公开申请9件。", None),
    ],
)
def test_scope(text: str, scope: str | None) -> None:
    assert [said.scope for said in statements(text)] == [scope]


def test_the_text_begins_behind_a_bracket() -> None:
    said = statements("公开信息60条，其中公文13件（含规范性文件7件）、就业类信息37条。")
    assert [one.text for one in said][2:] == ["含规范性文件7件", "就业类信息37条"]


def test_the_source_is_the_clause() -> None:
    made = document("一、总体情况", "工作有序推进，全年收到政府信息公开申请 9 件，均已答复。")
    (said,) = find_statements(made, outline(made), "2021")
    assert said.text == "全年收到政府信息公开申请9件"
    assert said.section == "overview"
    assert said.source is not None
    assert said.source.block == 1
    assert said.source.span == (7, 23)


def test_a_number_and_its_unit_may_be_broken_over_lines() -> None:
    lines = (
        "全年围绕群众关心的事项主动公开各类政府信息，我镇共公开政府信息 3",
        "12 条，收到政府信息公开申请 95",
        "件。",
    )
    assert [said.value for said in statements(*lines, format="txt")] == [312, 95]


def test_short_lines_that_end_in_a_number_are_wrapped_too() -> None:
    lines = ("（二）会议情况。召开政府常务会议 1", "8 次，新闻发布会 6", "场，制作政策解读 23 篇。")
    found = statements(*lines, format="txt")
    assert [f"{said.kind}={said.value}" for said in found] == [
        "executive_meetings=18",
        "press_conferences=6",
        "interpretations=23",
    ]


def test_paragraphs_of_formats_that_know_them_are_not_joined() -> None:
    assert (
        told("依申请公开方面的工作由办公室承担，登记有册、答复有据", "收到政府信息公开申请9件。")
        == "requests_received=9件"
    )


def test_a_sub_heading_tells_what_the_talk_is_of() -> None:
    assert told("（二）依申请公开情况。", "全年收到0件，办结0件。") == "requests_received=0件 requests_processed=0件"
    assert told("（四）平台建设。", "全年收到0件，办结0件。") == ""


def test_a_heading_of_the_file_is_no_part_of_the_text() -> None:
    blocks = (Paragraph("一、总体情况"), Heading("（二）依申请公开，情况", 2), Paragraph("共收到申请3件。"))
    made = Document(Origin("invented", "0", "html"), blocks, "by hand")
    assert [said.kind for said in find_statements(made, outline(made), "2021")] == ["requests_received"]


def test_words_of_tables_are_not_read_as_sentences() -> None:
    assert told("行政许可120", section="二、主动公开政府信息情况") == ""
    assert told("本年度作出行政许可决定120件。", section="二、主动公开政府信息情况") == "licences=120件"


# People, proposals


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("配备信息公开工作人员3名。", "staff=3名"),
        ("从事信息公开工作的人员共5名，其中专职2名、兼职3名。", "staff=5名 staff_full_time=2名 staff_part_time=3名"),
        ("明确1名专职人员负责。", "staff_full_time=1名"),
        ("配备了两名兼职工作人员。", "staff_part_time=2名"),
        ("专（兼）职工作人员4名。", "staff=4名"),
        ("配备了专职和兼职工作人员各1名。", "staff_full_time=1名 staff_part_time=1名"),
        ("配备了3名专职和2名兼职工作人员。", "staff_full_time=3名 staff_part_time=2名"),
        ("配备了4名专兼职工作人员。", "staff=4名"),
        ("组织工作人员120人次参加培训。", "trainees=120人次"),
    ],
)
def test_staff(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("人大代表建议6件，政协提案0件。", "npc_proposals=6件 cppcc_proposals=0件"),
        ("办理3件人大代表建议、2件政协提案。", "npc_proposals=3件 cppcc_proposals=2件"),
        (
            "承办2件县十六届人大二次会议代表建议、5件县政协十届三次会议委员提案。",
            "npc_proposals=2件 cppcc_proposals=5件",
        ),
        (
            "收到人大代表建议和政协提案共12件，其中建议8件，提案4件。",
            "proposals=12件 npc_proposals=8件 cppcc_proposals=4件",
        ),
        ("人大代表建议、政协提案均为0。", "npc_proposals=0 cppcc_proposals=0"),
        ("承办省、市人大代表建议分别为2件、5件。", ""),
        ("收取信息处理费1.2万元。", "processing_fee=12000元"),
        ("收取3940元信息处理费。", "processing_fee=3940元"),
        ("全年收取政府信息公开信息处理费 0 元。", "processing_fee=0元"),
    ],
)
def test_other_matters(text: str, wanted: str) -> None:
    assert told(text, section="六、其他需要报告的事项") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("作出予以公开答复3件，部分公开答复2件，不予公开决定4件，无法提供的告知5件。",
         "granted=3件 partially_granted=2件 denied=4件 unable=5件"),
        ("作出信息不存在答复5件。", ""),
    ],
)  # fmt: skip
def test_the_answer_of_an_outcome_is_not_all_that_was_answered(text: str, wanted: str) -> None:
    assert told(REQUESTS, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the parts of what was published, in the sentence after it or in a paragraph of their own
        ("主动公开信息20条。在主动公开的信息中，政策法规类信息13条，占65%；其他7条，占35%。",
         "disclosed=20条 disclosed_part=13条 disclosed_part=7条"),
        ("在主动公开的信息中，办事指南3条，占30%；其他公文7条，占70%。", "disclosed_part=3条 disclosed_part=7条"),
        ("公开信息21条：部门文件5份，更新领导信息9次，防汛类信息7次。",
         "disclosed=21条 disclosed_part=5份 disclosed_part=9次 disclosed_part=7次"),
        # one item alone
        ("信用平台主动公开行政处罚信息58条。", "disclosed_part=58条"),
        ("2022年我镇主动公开采购文件3个。", "disclosed_part=3个"),
        ("主动公开信息86条。", "disclosed=86条"),
        # what is denied, or left without a stop
        ("收到申请8件。无下年度结转。", "requests_received=8件 requests_carried_out=0"),
        ("我镇未收到政府信息依申请公开办理情况。", "requests_received=0"),
        ("全年未收到依申请公开事项.", "requests_received=0"),
        ("本年度共收到依申请公开事项0三是加强管理。", "requests_received=0"),
        ("其中，防汛新闻发布会累计举行15场。", "press_conferences=15场"),
    ],
)  # fmt: skip
def test_said_of_one_matter_alone(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # how much more or less there was is no count, and no part
        ("全县收到申请31件，同比增加4件；其中县政府办公室收到8件，较上年减少5件。",
         "requests_received=31件 requests_part=8件"),
        ("通过政府网站发布信息40条，比2021年的31条增加9条。", "disclosed_website=40条"),
        # another year's number stands before this year's
        ("制作政策解读视频由上年的2部增加到6部。", "interpretations=6部"),
        ("信息发布量由2021年的128条增加到2022年的187条。", "disclosed=187条"),
        # how documents may be published is no answer to a request
        ("制发公文86件，其中主动公开31件、依申请公开22件、不予公开33件。", "disclosed=31件"),
        ("收到申请9件，其中来信申请6件，网上申请3件。",
         "requests_received=9件 requests_by_channel=6件 requests_by_channel=3件"),
        ("被提起行政诉讼2件，判决维持2件，无败诉案件。",
         "litigation=2件 litigation_upheld=2件 litigation_corrected=0"),
        ("公开救助信息48条、就业信息37条、教育信息15条；三是推进财政公开，公开“三公”经费信息66条。",
         "disclosed_part=48条 disclosed_part=37条 disclosed_part=15条 disclosed_part=66条"),
    ],
)  # fmt: skip
def test_beside_other_numbers(text: str, wanted: str) -> None:
    assert told(text) == wanted


def test_short_lines_of_figures_are_one_sentence() -> None:
    lines = ("全年通过网站主动公开政府信息107条，其中政策2", "6条，会议公开12", "条，其他69条。")
    made = document("一、总体情况", *lines, format="txt")
    values = [said.value for said in find_statements(made, outline(made), "2021")]
    assert values == [107, 26, 12, 69]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("明确党政办1名工作人员负责信息公开工作。", "staff=1名"),
        ("通过网站主动公开招生政策、教师招聘录用信息、就业举措等群众关心的信息共计86条。", "disclosed=86条"),
        ("在网站和微信平台公布信息202条，其中网站公布194条，微信公众号公布8条。",
         "disclosed=202条 disclosed_website=194条 disclosed_wechat=8条"),
        ("公开招生政策、教师队伍建设等重要信息71条。", "disclosed=71条"),
        ("全镇举办培训次数3次，参加培训人次数120余人次。", "trainings=3次 trainees=120人次"),
        ("未收到公民、法人或其他组织的依申请公开诉求。", "requests_received=0"),
        ("没有单位或个人向我镇提出申请信息公开事项。", "requests_received=0"),
        # what was not put right may well have been brought
        ("不存在因政府信息公开引发的行政复议或行政诉讼纠错情况。", "litigation_corrected=0"),
    ],
)  # fmt: skip
def test_said_in_other_words(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("主动公开信息8条，主要类别：机构概况3条，人事信息2条，工作会议3条。",
         "disclosed=8条 disclosed_part=3条 disclosed_part=2条 disclosed_part=3条"),
        ("一是公开防汛信息10条。二是公开帮扶信息21条。公开河湖管理方面信息99条。",
         "disclosed_part=10条 disclosed_part=21条 disclosed_part=99条"),
        ("不予以公开政府信息的数量：无。", ""),
        ("收费及减免情况：无。", "processing_fee=0"),
        ("收到群众咨询4条，没有发生投诉情况。", "consultations=4条 complaints=0"),
    ],
)  # fmt: skip
def test_lists_without_the_usual_words(text: str, wanted: str) -> None:
    assert told(text) == wanted


def test_another_channel_behind_a_list_is_no_part_of_it() -> None:
    text = "在局网站更新信息50条，其中工作动态20条、公示公告30条；在县公开平台发布信息12条；微信公众号推送信息43条。"
    assert told(text) == (
        "disclosed_website=50条 disclosed_website_part=20条 disclosed_website_part=30条 disclosed_website=12条 "
        "disclosed_wechat=43条"
    )


def test_the_rights_of_third_parties() -> None:
    assert told(REQUESTS, "不予公开5件（第三方权益3件、内部事务信息2件）。") == (
        "denied=5件 denied_third_party=3件 denied_internal_affairs=2件"
    )


def test_a_row_behind_what_all_its_items_are() -> None:
    text = "全年主动公开政府信息：概况类12条，工作动态类96条，公共服务类33条。"
    assert told(text) == "disclosed_part=12条 disclosed_part=96条 disclosed_part=33条"
    assert told("全年主动公开政府信息：12条。") == "disclosed=12条"


def test_trainings_of_others_are_none_of_its_own() -> None:
    assert told("举办培训3次，参加县级培训2次。") == "trainings=3次"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本年度零复议、零诉讼。", "reconsideration=0 litigation=0"),
        ("全年行政复议零发生，行政诉讼零发生。", "reconsideration=0 litigation=0"),
        ("确保零复议、零诉讼。", ""),
    ],
)
def test_noughts(text: str, wanted: str) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("joint", ["", "、", "，共"])
def test_a_second_number_for_one_thing(joint: str) -> None:
    assert told(f"微信公众号推送图文187期{joint}436条。") == "disclosed_wechat=187期 disclosed_wechat=436条"


def test_how_often_something_was_published() -> None:
    assert told("平均三天发布一次信息。") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我局现有两名信息公开工作人员，负责公开。", "staff=2名"),
        ("由三名同志具体负责公开工作。", "staff=3名"),
        ("各科室均由1名同志具体负责。", ""),
        ("通过各级媒体刊登新闻144条。", "disclosed_media=144条"),
        ("政府信息公开栏目共计发布信息376条。", "disclosed=376条"),
        ("通过县网、县微博、县微信、公开平台等已主动公开信息96条。", "disclosed=96条"),
    ],
)
def test_named_in_other_words(text: str, wanted: str) -> None:
    assert told(text) == wanted


def test_what_was_not_held_of_the_requests_before() -> None:
    text = "收到政府信息公开申请12条，内容主要是收费。其中3条属于本机关不掌握相关政府信息而无法提供。"
    assert told(text) == "requests_received=12条 unable_not_held=3条"


def test_a_total_whose_unit_is_noted_twice() -> None:
    text = "对外公布信息共计626篇（次）（其中通过门户网站发布信息453篇（次））。"
    assert told(text) == "disclosed=626篇 disclosed_website=453篇"


def test_what_was_gone_through_is_no_part_of_what_was_published() -> None:
    text = "全年发布信息90条，其中财政信息30条，分年度梳理文件74条。"
    assert told(text) == "disclosed=90条 disclosed_part=30条"


@pytest.mark.parametrize("rule", ["计1条", "按1条计", "仅算1条"])
def test_how_things_are_counted_is_no_count(rule: str) -> None:
    assert told(f"主动公开政府信息983条（不同渠道和方式公开相同信息{rule}）。") == "disclosed=983条"


def test_outcomes_behind_other_words_go_on_with_the_requests() -> None:
    text = "收到依申请公开请求30件。其中，属于已主动公开范围数0件，同意全部公开答复数20件。"
    assert told(text) == "requests_received=30件 requests_part=0件 granted=20件"


def test_a_row_behind_its_kinds_of_matter() -> None:
    text = "在县政府网站公开政府信息类别：政策文件信息4条，政府决策23条，人事信息6条。"
    assert told(text) == "disclosed_part=4条 disclosed_part=23条 disclosed_part=6条"
    assert told("政务新媒体发稿169篇。") == "disclosed_new_media=169篇"


def test_ways_and_reasons_of_requests_in_other_words() -> None:
    text = "收到申请6件，其中通过网站提交4件、信函2件；3件经补正后申请内容仍不明确。"
    assert told(text) == "requests_received=6件 requests_by_channel=4件 requests_by_channel=2件 unable_unclear=3件"


def test_how_what_was_made_may_be_published_is_no_request() -> None:
    text = "共制作信息104条，其中主动公开信息数43条，占比41%；依申请公开信息数58条。公开信息中，民生类信息8条，其他类35条。"
    assert told(text) == "disclosed=43条 disclosed_part=8条 disclosed_part=35条"
    assert told("依申请公开信息数12条，主动公开信息数40条，不予公开信息数2条。") == "disclosed=40条"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("主动公开海关政府信息634条，其中：通过门户网站公开421条，通过政务微博微信发布信息213条。",
         "disclosed=634条 disclosed_website=421条 disclosed_new_media=213条"),
        ("从事信息公开工作的专、兼职人员总计31人。", "staff=31人"),
        ("受理依申请公开27件，26件为自然人申请，1件为法人申请。",
         "requests_received=27件 requests_natural_person=26件 requests_organisations=1件"),
        ("公开各类政府信息732条次，其中：通过政府网站公开各类政府信息635条。", "disclosed=732条次 disclosed_part=635条"),
        ("收到依申请公开件27封。", "requests_received=27封"),
        ("局在主动公开的信息中，涵盖了诸多工作内容，其中财政预决算类信息29条，民生工程信息10条。",
         "disclosed_part=29条 disclosed_part=10条"),
        ("在主动公开的信息中，机构类信息3条，占总体的比例为0.17%；法规文件类信息5条，占总体的比例为0.29%。",
         "disclosed_part=3条 disclosed_part=5条"),
        ("一是公开防汛信息10条。二是公开扶贫、低保等方面信息21条。三是公开河湖信息9条。",
         "disclosed_part=10条 disclosed_part=21条 disclosed_part=9条"),
    ],
)  # fmt: skip
def test_parts_as_bureaus_tell_them(text: str, wanted: str) -> None:
    assert told(text) == wanted


def test_a_bracket_behind_a_share_is_of_the_count_before_it() -> None:
    text = "主动公开信息741条，其中业务类信息734条，占总体的比例为99.06%（其中组织机构6条、其他728条）。"
    found = statements(text)
    assert [(said.kind, said.value) for said in found][2:] == [("disclosed_part", 6), ("disclosed_part", 728)]
