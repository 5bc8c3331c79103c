BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE arrival (
	id INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	message_id VARCHAR, 
	arrived_at DATETIME NOT NULL, 
	folder VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	next_try_at DATETIME, 
	handled_at DATETIME, 
	verdict VARCHAR, 
	reason VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	sender_name VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	official BOOLEAN NOT NULL, 
	signed INTEGER NOT NULL, 
	before_go_live BOOLEAN NOT NULL, 
	forgotten_at DATETIME, 
	CONSTRAINT pk_arrival PRIMARY KEY (id), 
	CONSTRAINT ck_arrival_state CHECK (state in ('arrived', 'done', 'held')), 
	CONSTRAINT uq_arrival_account_digest UNIQUE (account, digest)
);
INSERT INTO "arrival" VALUES(1,'phongtccb@laocai-edu.example@127.0.0.1','5de3998b14b53ceaacfe4d253080eb5eef1c5e1d3bb820b8d1bd34878e520734',555,'<4611f55daa3d9869@test.example>','2024-08-13 02:00:00.000000','INBOX','done',1,NULL,'2024-08-13 02:01:00.000000','submission','Tạm ghi 01 nội dung đăng ký của THPT số 1 Bát Xát, chờ xác nhận.','mot.gv@thu.example','','m1',0,0,0,NULL);
INSERT INTO "arrival" VALUES(2,'phongtccb@laocai-edu.example@127.0.0.1','2a86829c7e76cc9e13f8bd0c1015872b967ffced9a98e5d6a9dba31a572fabb4',547,'<6f1e49176619e9d8@test.example>','2024-08-13 02:08:00.000000','INBOX','done',1,NULL,'2024-08-13 02:09:00.000000','submission','Tạm ghi 01 nội dung đăng ký của THPT số 2 Bát Xát, chờ xác nhận.','hai.gv@thu.example','','m2',0,0,0,NULL);
INSERT INTO "arrival" VALUES(3,'phongtccb@laocai-edu.example@127.0.0.1','fabb221fb2dc1fb51923ca6ce37d8e5f4b1d5ea3dd25f2b51bbda01d85452be7',656,'<759afd7ef3cfc549@test.example>','2024-08-13 02:16:00.000000','INBOX','done',1,NULL,'2024-08-13 02:17:00.000000','submission','Tạm ghi 02 nội dung đăng ký của THCS và THPT Bát Xát, chờ xác nhận.','ba.gv@thu.example','','m3',0,0,0,NULL);
INSERT INTO "arrival" VALUES(4,'phongtccb@laocai-edu.example@127.0.0.1','8fd2e59131ee8539ebc126dcc90b5a613a68c54a181560184a1cf387e630ed54',740,'<3cb7189d809e1f3f@test.example>','2024-08-13 02:24:00.000000','INBOX','done',1,NULL,'2024-08-13 02:25:00.000000','submission','Ghi nhận 02 nội dung đăng ký của PTDTNT Bát Xát.','ptdtntbatxat@laocai-edu.example','','m4',0,0,0,NULL);
INSERT INTO "arrival" VALUES(5,'phongtccb@laocai-edu.example@127.0.0.1','4043b3358313a31feacb85725d61295017766c9c5fd2fe075de811d48a0d215f',620,'<2ce6bbab4fc604ea@test.example>','2024-08-13 02:25:00.000000','INBOX','done',1,NULL,'2024-08-13 02:26:00.000000','submission','Ghi nhận 01 nội dung đăng ký của PTDTNT Bát Xát.','ptdtntbatxat@laocai-edu.example','','m5',0,0,0,NULL);
INSERT INTO "arrival" VALUES(6,'phongtccb@laocai-edu.example@127.0.0.1','16a432100a66e297d4dd702fef11a21fa0540e1f4a0fe94c68b4d863a428c12b',718,'<17aea9a5dbe9019d@test.example>','2024-08-13 02:33:00.000000','INBOX','done',1,NULL,'2024-08-13 02:34:00.000000','submission','Ghi nhận 02 nội dung đăng ký của THPT số 1 Mường Khương.','thptso1muongkhuong@laocai-edu.example','','m6',0,0,0,NULL);
INSERT INTO "arrival" VALUES(7,'phongtccb@laocai-edu.example@127.0.0.1','e8f1136e4b6eb6a3b2b4ca27add7ffbe4198ba8566b5e69088484b468aa2bf47',714,'<28b105218e379586@test.example>','2024-08-13 02:34:00.000000','INBOX','done',1,NULL,'2024-08-13 02:35:00.000000','submission','Ghi nhận 02 nội dung đăng ký của THPT số 1 Mường Khương.','thptso1muongkhuong@laocai-edu.example','','m7',0,0,0,NULL);
INSERT INTO "arrival" VALUES(8,'phongtccb@laocai-edu.example@127.0.0.1','23f618b1984e53e39e0c1d50b87f49542d8c291d346ea71aad87bed54686d898',626,'<48cd7a2c53965b5b@test.example>','2024-08-13 02:42:00.000000','INBOX','done',1,NULL,'2024-08-13 02:43:00.000000','submission','Ghi nhận 01 nội dung đăng ký của THPT số 2 Mường Khương.','thptso2muongkhuong@laocai-edu.example','','m8',0,0,0,NULL);
INSERT INTO "arrival" VALUES(9,'phongtccb@laocai-edu.example@127.0.0.1','87b5f1f089f00eef9295fe265de8f0716b3ebfdfb9b0d5db35bfc18c1b85ce00',652,'<587d0594d7796a87@test.example>','2024-08-13 02:43:00.000000','INBOX','done',1,NULL,'2024-08-13 02:44:00.000000','submission','Ghi nhận 01 nội dung đăng ký của THPT số 2 Mường Khương.','thptso2muongkhuong@laocai-edu.example','','m9',0,0,0,NULL);
INSERT INTO "arrival" VALUES(10,'phongtccb@laocai-edu.example@127.0.0.1','e900787b458789c90cedfde3fed4afe23b62d360a48398840b4b4f3ab20de79b',430,'<1c705dabd584ab82@test.example>','2024-08-13 02:51:00.000000','INBOX','done',1,NULL,'2024-08-13 02:52:00.000000','unclear','Đơn vị đề nghị lùi thời hạn.','thptso3muongkhuong@laocai-edu.example','','xin gia hạn đăng ký',0,0,0,NULL);
INSERT INTO "arrival" VALUES(11,'phongtccb@laocai-edu.example@127.0.0.1','607b8f812624669027c622572fdc6171eb7984c10a135625b16998a3b07f53f1',694,'<747fecb8a8c7a304@test.example>','2024-08-13 02:59:00.000000','INBOX','done',1,NULL,'2024-08-13 03:00:00.000000','unclear','Đơn vị gửi tệp chưa đọc được: dang-ky.pdf.','ptdtntmuongkhuong@laocai-edu.example','','Gửi đăng ký sáng kiến CCHC',0,0,0,NULL);
INSERT INTO "arrival" VALUES(12,'phongtccb@laocai-edu.example@127.0.0.1','3c71cfed4bd767a03358d147798ce1cc8cff908c59b0c023b10d527a189676b9',665,'<6c7496441c43c81c@test.example>','2024-08-13 03:07:00.000000','INBOX','done',1,NULL,'2024-08-13 03:08:00.000000','submission','Ghi nhận 01 nội dung báo cáo kết quả của THPT số 1 Si Ma Cai.','thptso1simacai@laocai-edu.example','','m12',0,0,0,NULL);
INSERT INTO "arrival" VALUES(13,'phongtccb@laocai-edu.example@127.0.0.1','8de939cbd03244738dab2c5f82810c6da8fa471543e4153e1531503cca8bbbd3',568,'<195da879db195908@test.example>','2024-08-13 03:15:00.000000','INBOX','done',1,NULL,'2024-08-13 03:16:00.000000','submission','Tạm ghi 01 nội dung đăng ký của THPT số 2 Si Ma Cai, chờ xác nhận.','bon.gv@thu.example','','m13',0,0,0,NULL);
INSERT INTO "arrival" VALUES(14,'phongtccb@laocai-edu.example@127.0.0.1','0294e4fec823cfb4b606e768650db318f123f2acd2c7f29d872a9245e1b4f34f',490,'<41425459165b68e1@test.example>','2024-08-13 03:23:00.000000','INBOX','done',1,NULL,'2024-08-13 03:24:00.000000','submission','PTDTNT Bát Xát xin rút 01 nội dung đăng ký.','ptdtntbatxat@laocai-edu.example','','Xin rút sáng kiến đăng ký',0,0,0,NULL);
INSERT INTO "arrival" VALUES(15,'phongtccb@laocai-edu.example@127.0.0.1','457ffad640509892f216e6a78cb2f57b2a8fd58794d8daf1105552b893199936',572,'<22dc1cb867ff887b@test.example>','2024-08-13 03:24:00.000000','INBOX','done',1,NULL,'2024-08-13 03:25:00.000000','submission','Tạm ghi 01 nội dung đăng ký của THPT số 1 Bắc Hà, chờ xác nhận.','nam.gv@thu.example','','m14',0,0,0,NULL);
INSERT INTO "arrival" VALUES(16,'phongtccb@laocai-edu.example@127.0.0.1','2612d6760ce6307e05bd630a9f430e08a75908a168b8e8ebcf410255f78c7ef6',548,'<142fd5ea76c1e473@test.example>','2024-08-13 03:46:00.000000','INBOX','done',1,NULL,'2024-08-13 03:47:00.000000','submission','Tạm ghi 01 nội dung đăng ký của THCS và THPT Bắc Hà, chờ xác nhận.','sau.gv@thu.example','','m15',0,0,0,NULL);
INSERT INTO "arrival" VALUES(17,'phongtccb@laocai-edu.example@127.0.0.1','8429283a0962406148021411bc9475a9c7170b95bb71e6b00980762a5e24d078',560,'<22159bd689e5d73a@test.example>','2024-08-13 04:01:00.000000','INBOX','done',1,NULL,'2024-08-13 04:09:00.000000','submission','Tạm ghi 01 nội dung đăng ký của PTDTNT Si Ma Cai, chờ xác nhận.','bay.gv@thu.example','','m16',0,0,0,NULL);
CREATE TABLE bounce (
	id INTEGER NOT NULL, 
	arrival_id INTEGER, 
	letter_id INTEGER NOT NULL, 
	address VARCHAR NOT NULL, 
	permanent BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_bounce PRIMARY KEY (id), 
	CONSTRAINT fk_bounce_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id), 
	CONSTRAINT fk_bounce_letter_id_letter FOREIGN KEY(letter_id) REFERENCES letter (id), 
	CONSTRAINT uq_bounce_arrival_id_letter_id_address UNIQUE (arrival_id, letter_id, address)
);
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	said VARCHAR NOT NULL, 
	done VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	how VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	unit VARCHAR, 
	stage VARCHAR, 
	question_id INTEGER, 
	about_id INTEGER, 
	arrival_id INTEGER, 
	changes JSON NOT NULL, 
	undone_at DATETIME, 
	undone_by VARCHAR NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (id), 
	CONSTRAINT fk_decision_question_id_question FOREIGN KEY(question_id) REFERENCES question (id), 
	CONSTRAINT fk_decision_about_id_arrival FOREIGN KEY(about_id) REFERENCES arrival (id), 
	CONSTRAINT fk_decision_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id)
);
INSERT INTO "decision" VALUES(1,'cchc-2024','answer','câu 1: Trường THPT số 2 huyện Mường Khương','Câu 1: Trường THPT số 2 huyện Mường Khương. Nội dung được ghi nhận cho Trường THPT số 2 huyện Mường Khương; từ nay thư từ địa chỉ này được coi là của Trường THPT số 2 huyện Mường Khương.','Hà','command','2024-08-13 02:08:00.000000','thpt-so-2-muong-khuong','registration',1,1,NULL,'[{"table": "version", "key": [1], "before": {"unit": "thpt-so-1-bat-xat", "provisional": true}, "after": {"unit": "thpt-so-2-muong-khuong", "provisional": false}}, {"table": "question", "key": [1], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "thpt-so-2-muong-khuong", "answered_at": {"moment": "2024-08-13T02:08:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "sender", "key": ["mot.gv@thu.example"], "before": null, "after": {"address": "mot.gv@thu.example", "unit": "thpt-so-2-muong-khuong", "by": "H\u00e0", "at": {"moment": "2024-08-13T02:08:00+00:00"}}}]',NULL,'');
INSERT INTO "decision" VALUES(2,'cchc-2024','answer','câu 2: không','Câu 2: không. Nội dung này không được tính.','Hà','command','2024-08-13 02:16:00.000000','thpt-so-2-bat-xat','registration',2,2,NULL,'[{"table": "version", "key": [2], "before": {"rejected": false}, "after": {"rejected": true}}, {"table": "question", "key": [2], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "no", "answered_at": {"moment": "2024-08-13T02:16:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(3,'cchc-2024','answer','câu 3: đúng','Câu 3: đúng. Nội dung được ghi nhận cho Trường THCS và THPT Bát Xát; từ nay thư từ địa chỉ này được coi là của Trường THCS và THPT Bát Xát.','Hà','command','2024-08-13 02:24:00.000000','thcs-thpt-bat-xat','registration',3,3,NULL,'[{"table": "version", "key": [3], "before": {"provisional": true}, "after": {"provisional": false}}, {"table": "question", "key": [3], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "yes", "answered_at": {"moment": "2024-08-13T02:24:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "sender", "key": ["ba.gv@thu.example"], "before": null, "after": {"address": "ba.gv@thu.example", "unit": "thcs-thpt-bat-xat", "by": "H\u00e0", "at": {"moment": "2024-08-13T02:24:00+00:00"}}}]',NULL,'');
INSERT INTO "decision" VALUES(4,'cchc-2024','answer','câu 4: đúng','Câu 4: đúng. “Ngày không hẹn trong giải quyết thủ tục hành chính” và “Ngày không hẹn trong giải quyết thủ tục” được coi là một.','Hà','command','2024-08-13 02:33:00.000000','ptdtnt-bat-xat','registration',4,5,NULL,'[{"table": "version", "key": [5], "before": {"initiatives": [{"title": {"value": "Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c h\u00e0nh ch\u00ednh", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["\u0110\u1ed7 V\u0103n C"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]}, "after": {"initiatives": [{"title": {"value": "Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["\u0110\u1ed7 V\u0103n C"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]}}, {"table": "question", "key": [4], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "yes", "answered_at": {"moment": "2024-08-13T02:33:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(5,'cchc-2024','answer','câu 5: không','Câu 5: không. Đã bỏ “Lịch công tác dùng chung”.','Hà','command','2024-08-13 02:42:00.000000','thpt-so-1-muong-khuong','registration',5,7,NULL,'[{"table": "question", "key": [5], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "no", "answered_at": {"moment": "2024-08-13T02:42:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "version", "key": [7], "before": {"withdrawn": []}, "after": {"withdrawn": ["L\u1ecbch c\u00f4ng t\u00e1c d\u00f9ng chung"]}}]',NULL,'');
INSERT INTO "decision" VALUES(6,'cchc-2024','answer','câu 6: không','Câu 6: không. Đã khép câu hỏi, không thay đổi gì.','Hà','command','2024-08-13 02:51:00.000000','thpt-so-2-muong-khuong','registration',6,9,NULL,'[{"table": "question", "key": [6], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "no", "answered_at": {"moment": "2024-08-13T02:51:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(7,'cchc-2024','answer','câu 7: gia hạn đến 30/8/2024','Câu 7: gia hạn đến 30/8/2024. Gia hạn đăng ký cho Trường THPT số 3 huyện Mường Khương đến hết ngày 30/8/2024.','Hà','command','2024-08-13 02:59:00.000000','thpt-so-3-muong-khuong','registration',7,10,NULL,'[{"table": "mark", "key": [1], "before": null, "after": {"id": 1, "campaign": "cchc-2024", "kind": "extension", "stage": "registration", "unit": "thpt-so-3-muong-khuong", "until": {"day": "2024-08-30"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T02:59:00+00:00"}, "undone_at": null}}, {"table": "question", "key": [7], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "2024-08-30", "answered_at": {"moment": "2024-08-13T02:59:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(8,'cchc-2024','answer','câu 8: đã nộp bản giấy ngày 12/8/2024','Câu 8: đã nộp bản giấy ngày 12/8/2024. Trường PTDTNT THCS&THPT huyện Mường Khương đã nộp đăng ký bằng bản giấy hoặc qua hệ thống khác, tính là nhận ngày 12/8/2024.','Hà','command','2024-08-13 03:07:00.000000','ptdtnt-muong-khuong','registration',8,11,NULL,'[{"table": "mark", "key": [2], "before": null, "after": {"id": 2, "campaign": "cchc-2024", "kind": "paper", "stage": "registration", "unit": "ptdtnt-muong-khuong", "until": {"day": "2024-08-12"}, "reason": "Ch\u01b0a \u0111\u1ecdc \u0111\u01b0\u1ee3c t\u1ec7p dang-ky.pdf c\u1ee7a Tr\u01b0\u1eddng PTDTNT THCS&THPT huy\u1ec7n M\u01b0\u1eddng Kh\u01b0\u01a1ng. \u0110\u1ec1 ngh\u1ecb m\u1edf xem: c\u00f3 ph\u1ea3i b\u1ea3n \u0111\u0103ng k\u00fd m\u00f4 h\u00ecnh, gi\u1ea3i ph\u00e1p, s\u00e1ng ki\u1ebfn kh\u00f4ng?", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:07:00+00:00"}, "undone_at": null}}, {"table": "question", "key": [8], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "paper 2024-08-12", "answered_at": {"moment": "2024-08-13T03:07:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(9,'cchc-2024','answer','câu 9: đúng','Câu 9: đúng. Trường THPT số 1 huyện Si Ma Cai đã nộp đăng ký bằng bản giấy hoặc qua hệ thống khác.','Hà','command','2024-08-13 03:15:00.000000','thpt-so-1-si-ma-cai','report',9,12,NULL,'[{"table": "mark", "key": [3], "before": null, "after": {"id": 3, "campaign": "cchc-2024", "kind": "paper", "stage": "registration", "unit": "thpt-so-1-si-ma-cai", "until": null, "reason": "Tr\u01b0\u1eddng THPT s\u1ed1 1 huy\u1ec7n Si Ma Cai \u0111\u00e3 g\u1eedi b\u00e1o c\u00e1o nh\u01b0ng ch\u01b0a c\u00f3 b\u1ea3n \u0111\u0103ng k\u00fd m\u00f4 h\u00ecnh, gi\u1ea3i ph\u00e1p, s\u00e1ng ki\u1ebfn. \u0110\u01a1n v\u1ecb \u0111\u00e3 n\u1ed9p b\u1eb1ng c\u00e1ch kh\u00e1c, hay c\u1ea7n g\u1eedi b\u1ed5 sung?", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:15:00+00:00"}, "undone_at": null}}, {"table": "question", "key": [9], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "yes", "answered_at": {"moment": "2024-08-13T03:15:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(10,'cchc-2024','answer','câu 10: nhận ngày 09/8/2024','Câu 10: nhận ngày 09/8/2024. Nội dung được ghi nhận cho Trường THPT số 2 huyện Si Ma Cai; từ nay thư từ địa chỉ này được coi là của Trường THPT số 2 huyện Si Ma Cai; đăng ký của Trường THPT số 2 huyện Si Ma Cai được tính là nhận ngày 09/8/2024.','Hà','command','2024-08-13 03:23:00.000000','thpt-so-2-si-ma-cai','registration',10,13,NULL,'[{"table": "version", "key": [11], "before": {"provisional": true}, "after": {"provisional": false}}, {"table": "sender", "key": ["bon.gv@thu.example"], "before": null, "after": {"address": "bon.gv@thu.example", "unit": "thpt-so-2-si-ma-cai", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:23:00+00:00"}}}, {"table": "mark", "key": [4], "before": null, "after": {"id": 4, "campaign": "cchc-2024", "kind": "arrived", "stage": "registration", "unit": "thpt-so-2-si-ma-cai", "until": {"day": "2024-08-09"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:23:00+00:00"}, "undone_at": null}}, {"table": "question", "key": [10], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "received 2024-08-09", "answered_at": {"moment": "2024-08-13T03:23:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(11,'cchc-2024','answer','câu 11: đúng','Câu 11: đúng. Nội dung được ghi nhận cho Trường THPT số 1 huyện Bắc Hà; từ nay thư từ địa chỉ này được coi là của Trường THPT số 1 huyện Bắc Hà.','Hà','command','2024-08-13 03:32:00.000000','thpt-so-1-bac-ha','registration',11,15,NULL,'[{"table": "version", "key": [13], "before": {"provisional": true}, "after": {"provisional": false}}, {"table": "question", "key": [11], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "yes", "answered_at": {"moment": "2024-08-13T03:32:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "sender", "key": ["nam.gv@thu.example"], "before": null, "after": {"address": "nam.gv@thu.example", "unit": "thpt-so-1-bac-ha", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:32:00+00:00"}}}]','2024-08-13 03:39:00.000000','Lan');
INSERT INTO "decision" VALUES(12,'cchc-2024','answer','câu 11: Trường THPT số 2 huyện Bắc Hà','Câu 11: Trường THPT số 2 huyện Bắc Hà. Nội dung được ghi nhận cho Trường THPT số 2 huyện Bắc Hà; từ nay thư từ địa chỉ này được coi là của Trường THPT số 2 huyện Bắc Hà.','Hà','command','2024-08-13 03:46:00.000000','thpt-so-2-bac-ha','registration',11,15,NULL,'[{"table": "version", "key": [13], "before": {"unit": "thpt-so-1-bac-ha", "provisional": true}, "after": {"unit": "thpt-so-2-bac-ha", "provisional": false}}, {"table": "question", "key": [11], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "thpt-so-2-bac-ha", "answered_at": {"moment": "2024-08-13T03:46:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "sender", "key": ["nam.gv@thu.example"], "before": null, "after": {"address": "nam.gv@thu.example", "unit": "thpt-so-2-bac-ha", "by": "H\u00e0", "at": {"moment": "2024-08-13T03:46:00+00:00"}}}]',NULL,'');
INSERT INTO "decision" VALUES(13,'cchc-2024','answer','câu 12: không','Câu 12: không. Nội dung này không được tính.','Hà','command','2024-08-13 03:54:00.000000','thcs-thpt-bac-ha','registration',12,16,NULL,'[{"table": "question", "key": [12], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "no", "answered_at": {"moment": "2024-08-13T03:54:00+00:00"}, "answered_by": "H\u00e0"}}, {"table": "version", "key": [14], "before": {"rejected": false}, "after": {"rejected": true}}]','2024-08-13 04:01:00.000000','Lan');
INSERT INTO "decision" VALUES(14,'cchc-2024','answer','câu 13: không','Câu 13: không. Nội dung này không được tính.','Hà','command','2024-08-13 04:09:00.000000','ptdtnt-si-ma-cai','registration',13,17,NULL,'[{"table": "version", "key": [15], "before": {"rejected": false}, "after": {"rejected": true}}, {"table": "question", "key": [13], "before": {"answer": null, "answered_at": null, "answered_by": ""}, "after": {"answer": "no", "answered_at": {"moment": "2024-08-13T04:09:00+00:00"}, "answered_by": "H\u00e0"}}]',NULL,'');
INSERT INTO "decision" VALUES(15,'cchc-2024','extension','extension','Gia hạn đăng ký cho tất cả các đơn vị đến hết ngày 28/8/2024.','Hà','command','2024-08-13 04:12:00.000000',NULL,'registration',NULL,NULL,NULL,'[{"table": "mark", "key": [5], "before": null, "after": {"id": 5, "campaign": "cchc-2024", "kind": "extension", "stage": "registration", "unit": null, "until": {"day": "2024-08-28"}, "reason": "b\u00e3o", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:12:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(16,'cchc-2024','extension','extension','Gia hạn đăng ký cho Văn phòng Sở đến hết ngày 02/9/2024.','Hà','command','2024-08-13 04:15:00.000000','phong-vp','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [6], "before": null, "after": {"id": 6, "campaign": "cchc-2024", "kind": "extension", "stage": "registration", "unit": "phong-vp", "until": {"day": "2024-09-02"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:15:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(17,'cchc-2024','exempt','exempt','Miễn đăng ký cho Thanh tra Sở (đang thanh tra).','Hà','command','2024-08-13 04:18:00.000000','phong-ttra','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [7], "before": null, "after": {"id": 7, "campaign": "cchc-2024", "kind": "exempt", "stage": "registration", "unit": "phong-ttra", "until": null, "reason": "\u0111ang thanh tra", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:18:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(18,'cchc-2024','paper','paper','Phòng Tổ chức cán bộ đã nộp đăng ký bằng bản giấy hoặc qua hệ thống khác, tính là nhận ngày 12/8/2024.','Hà','command','2024-08-13 04:21:00.000000','phong-tccb','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [8], "before": null, "after": {"id": 8, "campaign": "cchc-2024", "kind": "paper", "stage": "registration", "unit": "phong-tccb", "until": {"day": "2024-08-12"}, "reason": "v\u0103n th\u01b0 nh\u1eadn", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:21:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(19,'cchc-2024','pause','pause','Tạm dừng nhắc đăng ký với Phòng Kế hoạch - Tài chính đến hết ngày 20/8/2024.','Hà','command','2024-08-13 04:24:00.000000','phong-khtc','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [9], "before": null, "after": {"id": 9, "campaign": "cchc-2024", "kind": "pause", "stage": "registration", "unit": "phong-khtc", "until": {"day": "2024-08-20"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:24:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(20,'cchc-2024','arrived','arrived','Đăng ký của Trường THPT số 1 huyện Mường Khương được tính là nhận ngày 12/8/2024.','Hà','command','2024-08-13 04:27:00.000000','thpt-so-1-muong-khuong','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [10], "before": null, "after": {"id": 10, "campaign": "cchc-2024", "kind": "arrived", "stage": "registration", "unit": "thpt-so-1-muong-khuong", "until": {"day": "2024-08-12"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:27:00+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(21,'cchc-2024','exempt','exempt','Miễn đăng ký cho Phòng Giáo dục Mầm non.','Hà','command','2024-08-13 04:30:00.000000','phong-gdmn','registration',NULL,NULL,NULL,'[{"table": "mark", "key": [11], "before": null, "after": {"id": 11, "campaign": "cchc-2024", "kind": "exempt", "stage": "registration", "unit": "phong-gdmn", "until": null, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-13T04:30:00+00:00"}, "undone_at": null}}]','2024-08-13 04:37:00.000000','Lan');
INSERT INTO "decision" VALUES(22,'cchc-2024','pause','dừng registration:2024-08-14','Tạm dừng nhắc đăng ký với Phòng Giáo dục Tiểu học đến hết ngày 14/8/2024 và tạm dừng nhắc đăng ký với Phòng Giáo dục Trung học đến hết ngày 14/8/2024.','Hà','command','2024-08-14 10:04:30.000000',NULL,'registration',NULL,NULL,NULL,'[{"table": "mark", "key": [12], "before": null, "after": {"id": 12, "campaign": "cchc-2024", "kind": "pause", "stage": "registration", "unit": "phong-gdth", "until": {"day": "2024-08-14"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-14T10:04:30+00:00"}, "undone_at": null}}, {"table": "mark", "key": [13], "before": null, "after": {"id": 13, "campaign": "cchc-2024", "kind": "pause", "stage": "registration", "unit": "phong-gdtrh", "until": {"day": "2024-08-14"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-14T10:04:30+00:00"}, "undone_at": null}}]',NULL,'');
INSERT INTO "decision" VALUES(23,'cchc-2024','workbook','so-lieu.xlsx','Đã nhập 4 ô từ bảng tính so-lieu.xlsx.','Hà','workbook','2024-08-15 10:01:30.000000',NULL,NULL,NULL,NULL,NULL,'[{"table": "entered", "key": [1], "before": null, "after": {"id": 1, "campaign": "cchc-2024", "row": "target:tthc-dung-han", "column": "part", "value": 9.0, "by": "H\u00e0", "at": {"moment": "2024-08-15T10:01:30+00:00"}, "undone_at": null}}, {"table": "entered", "key": [2], "before": null, "after": {"id": 2, "campaign": "cchc-2024", "row": "target:tthc-dung-han", "column": "whole", "value": 10.0, "by": "H\u00e0", "at": {"moment": "2024-08-15T10:01:30+00:00"}, "undone_at": null}}, {"table": "mark", "key": [14], "before": null, "after": {"id": 14, "campaign": "cchc-2024", "kind": "paper", "stage": "registration", "unit": "phong-gdtx", "until": {"day": "2024-08-14"}, "reason": "b\u1ea3n gi\u1ea5y", "by": "H\u00e0", "at": {"moment": "2024-08-15T10:01:30+00:00"}, "undone_at": null}}, {"table": "mark", "key": [8], "before": {"undone_at": null}, "after": {"undone_at": {"moment": "2024-08-15T10:01:30+00:00"}}}]',NULL,'');
INSERT INTO "decision" VALUES(24,'cchc-2024','workbook','so-lieu-2.xlsx','Đã nhập 1 ô từ bảng tính so-lieu-2.xlsx.','Hà','workbook','2024-08-15 10:04:30.000000',NULL,NULL,NULL,NULL,NULL,'[{"table": "entered", "key": [3], "before": null, "after": {"id": 3, "campaign": "cchc-2024", "row": "target:tthc-dung-han", "column": "part", "value": 8.0, "by": "H\u00e0", "at": {"moment": "2024-08-15T10:04:30+00:00"}, "undone_at": null}}]','2024-08-15 10:11:30.000000','Lan');
INSERT INTO "decision" VALUES(25,'cchc-2024','deadline','thời hạn 2024-08-26','Thời hạn đăng ký đổi từ 25/8/2024 thành 26/8/2024.','','file','2024-08-15 10:11:30.000000',NULL,'registration',NULL,NULL,NULL,'[]',NULL,'');
INSERT INTO "decision" VALUES(26,'cchc-2024','release','gửi registration:2024-08-19','Cho gửi đợt nhắc đăng ký ngày 19/8/2024.','Hà','command','2024-08-15 10:15:30.000000',NULL,'registration',NULL,NULL,NULL,'[{"table": "mark", "key": [15], "before": null, "after": {"id": 15, "campaign": "cchc-2024", "kind": "release", "stage": "registration", "unit": null, "until": {"day": "2024-08-19"}, "reason": "", "by": "H\u00e0", "at": {"moment": "2024-08-15T10:15:30+00:00"}, "undone_at": null}}]',NULL,'');
CREATE TABLE entered (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	"row" VARCHAR NOT NULL, 
	"column" VARCHAR NOT NULL, 
	value JSON, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	undone_at DATETIME, 
	CONSTRAINT pk_entered PRIMARY KEY (id)
);
INSERT INTO "entered" VALUES(1,'cchc-2024','target:tthc-dung-han','part',9,'Hà','2024-08-15 10:01:30.000000',NULL);
INSERT INTO "entered" VALUES(2,'cchc-2024','target:tthc-dung-han','whole',10,'Hà','2024-08-15 10:01:30.000000',NULL);
INSERT INTO "entered" VALUES(3,'cchc-2024','target:tthc-dung-han','part',8,'Hà','2024-08-15 10:04:30.000000','2024-08-15 10:11:30.000000');
CREATE TABLE event (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	rule VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	arrival_id INTEGER, 
	letter_id INTEGER, 
	unit VARCHAR, 
	"by" VARCHAR NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id)
);
INSERT INTO "event" VALUES(1,'2024-08-13 02:01:00.000000','letter queued','receipt',1,1,'thpt-so-1-bat-xat','');
INSERT INTO "event" VALUES(2,'2024-08-13 02:01:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',1,NULL,NULL,'');
INSERT INTO "event" VALUES(3,'2024-08-13 02:01:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',1,NULL,NULL,'');
INSERT INTO "event" VALUES(4,'2024-08-13 02:01:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',1,NULL,NULL,'');
INSERT INTO "event" VALUES(5,'2024-08-13 02:01:00.000000','owner:label','Trường THPT số 1 huyện Bát Xát: Địa chỉ gửi (mot.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bát Xát.',1,NULL,NULL,'');
INSERT INTO "event" VALUES(6,'2024-08-13 02:01:00.000000','provisional','Địa chỉ gửi (mot.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bát Xát.',1,NULL,NULL,'');
INSERT INTO "event" VALUES(7,'2024-08-13 02:01:00.000000','letter sent','',NULL,1,'thpt-so-1-bat-xat','');
INSERT INTO "event" VALUES(8,'2024-08-13 02:01:00.000000','letter queued','announcement',NULL,2,NULL,'');
INSERT INTO "event" VALUES(9,'2024-08-13 02:01:00.000000','letter queued','weekly',NULL,3,NULL,'');
INSERT INTO "event" VALUES(10,'2024-08-13 02:01:00.000000','letter sent','',NULL,2,NULL,'');
INSERT INTO "event" VALUES(11,'2024-08-13 02:01:00.000000','letter sent','',NULL,3,NULL,'');
INSERT INTO "event" VALUES(12,'2024-08-13 02:08:00.000000','decision:answer','quyết định 1: câu 1: Trường THPT số 2 huyện Mường Khương',1,NULL,'thpt-so-2-muong-khuong','Hà');
INSERT INTO "event" VALUES(13,'2024-08-13 02:08:00.000000','letter queued','receipt',1,4,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(14,'2024-08-13 02:09:00.000000','letter queued','receipt',2,5,'thpt-so-2-bat-xat','');
INSERT INTO "event" VALUES(15,'2024-08-13 02:09:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',2,NULL,NULL,'');
INSERT INTO "event" VALUES(16,'2024-08-13 02:09:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',2,NULL,NULL,'');
INSERT INTO "event" VALUES(17,'2024-08-13 02:09:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',2,NULL,NULL,'');
INSERT INTO "event" VALUES(18,'2024-08-13 02:09:00.000000','owner:label','Trường THPT số 2 huyện Bát Xát: Địa chỉ gửi (hai.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Bát Xát.',2,NULL,NULL,'');
INSERT INTO "event" VALUES(19,'2024-08-13 02:09:00.000000','provisional','Địa chỉ gửi (hai.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Bát Xát.',2,NULL,NULL,'');
INSERT INTO "event" VALUES(20,'2024-08-13 02:09:00.000000','letter sent','',NULL,4,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(21,'2024-08-13 02:09:00.000000','letter sent','',NULL,5,'thpt-so-2-bat-xat','');
INSERT INTO "event" VALUES(22,'2024-08-13 02:16:00.000000','decision:answer','quyết định 2: câu 2: không',2,NULL,'thpt-so-2-bat-xat','Hà');
INSERT INTO "event" VALUES(23,'2024-08-13 02:17:00.000000','letter queued','receipt',3,6,'thcs-thpt-bat-xat','');
INSERT INTO "event" VALUES(24,'2024-08-13 02:17:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',3,NULL,NULL,'');
INSERT INTO "event" VALUES(25,'2024-08-13 02:17:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',3,NULL,NULL,'');
INSERT INTO "event" VALUES(26,'2024-08-13 02:17:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',3,NULL,NULL,'');
INSERT INTO "event" VALUES(27,'2024-08-13 02:17:00.000000','owner:label','Trường THCS và THPT Bát Xát: Địa chỉ gửi (ba.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bát Xát.',3,NULL,NULL,'');
INSERT INTO "event" VALUES(28,'2024-08-13 02:17:00.000000','provisional','Địa chỉ gửi (ba.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bát Xát.',3,NULL,NULL,'');
INSERT INTO "event" VALUES(29,'2024-08-13 02:17:00.000000','letter sent','',NULL,6,'thcs-thpt-bat-xat','');
INSERT INTO "event" VALUES(30,'2024-08-13 02:24:00.000000','decision:answer','quyết định 3: câu 3: đúng',3,NULL,'thcs-thpt-bat-xat','Hà');
INSERT INTO "event" VALUES(31,'2024-08-13 02:24:00.000000','letter queued','receipt',3,7,'thcs-thpt-bat-xat','');
INSERT INTO "event" VALUES(32,'2024-08-13 02:25:00.000000','letter queued','receipt',4,8,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(33,'2024-08-13 02:25:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',4,NULL,NULL,'');
INSERT INTO "event" VALUES(34,'2024-08-13 02:25:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',4,NULL,NULL,'');
INSERT INTO "event" VALUES(35,'2024-08-13 02:25:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',4,NULL,NULL,'');
INSERT INTO "event" VALUES(36,'2024-08-13 02:25:00.000000','owner:label','Trường PTDTNT THCS&THPT huyện Bát Xát',4,NULL,NULL,'');
INSERT INTO "event" VALUES(37,'2024-08-13 02:25:00.000000','recorded','',4,NULL,NULL,'');
INSERT INTO "event" VALUES(38,'2024-08-13 02:25:00.000000','letter sent','',NULL,7,'thcs-thpt-bat-xat','');
INSERT INTO "event" VALUES(39,'2024-08-13 02:25:00.000000','letter sent','',NULL,8,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(40,'2024-08-13 02:26:00.000000','letter queued','receipt',5,9,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(41,'2024-08-13 02:26:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',5,NULL,NULL,'');
INSERT INTO "event" VALUES(42,'2024-08-13 02:26:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',5,NULL,NULL,'');
INSERT INTO "event" VALUES(43,'2024-08-13 02:26:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',5,NULL,NULL,'');
INSERT INTO "event" VALUES(44,'2024-08-13 02:26:00.000000','owner:label','Trường PTDTNT THCS&THPT huyện Bát Xát',5,NULL,NULL,'');
INSERT INTO "event" VALUES(45,'2024-08-13 02:26:00.000000','recorded','',5,NULL,NULL,'');
INSERT INTO "event" VALUES(46,'2024-08-13 02:26:00.000000','letter sent','',NULL,9,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(47,'2024-08-13 02:33:00.000000','decision:answer','quyết định 4: câu 4: đúng',5,NULL,'ptdtnt-bat-xat','Hà');
INSERT INTO "event" VALUES(48,'2024-08-13 02:34:00.000000','letter queued','receipt',6,10,'thpt-so-1-muong-khuong','');
INSERT INTO "event" VALUES(49,'2024-08-13 02:34:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',6,NULL,NULL,'');
INSERT INTO "event" VALUES(50,'2024-08-13 02:34:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',6,NULL,NULL,'');
INSERT INTO "event" VALUES(51,'2024-08-13 02:34:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',6,NULL,NULL,'');
INSERT INTO "event" VALUES(52,'2024-08-13 02:34:00.000000','owner:label','Trường THPT số 1 huyện Mường Khương',6,NULL,NULL,'');
INSERT INTO "event" VALUES(53,'2024-08-13 02:34:00.000000','recorded','',6,NULL,NULL,'');
INSERT INTO "event" VALUES(54,'2024-08-13 02:34:00.000000','letter sent','',NULL,10,'thpt-so-1-muong-khuong','');
INSERT INTO "event" VALUES(55,'2024-08-13 02:35:00.000000','letter queued','receipt',7,11,'thpt-so-1-muong-khuong','');
INSERT INTO "event" VALUES(56,'2024-08-13 02:35:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',7,NULL,NULL,'');
INSERT INTO "event" VALUES(57,'2024-08-13 02:35:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',7,NULL,NULL,'');
INSERT INTO "event" VALUES(58,'2024-08-13 02:35:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',7,NULL,NULL,'');
INSERT INTO "event" VALUES(59,'2024-08-13 02:35:00.000000','owner:label','Trường THPT số 1 huyện Mường Khương',7,NULL,NULL,'');
INSERT INTO "event" VALUES(60,'2024-08-13 02:35:00.000000','recorded','',7,NULL,NULL,'');
INSERT INTO "event" VALUES(61,'2024-08-13 02:35:00.000000','letter sent','',NULL,11,'thpt-so-1-muong-khuong','');
INSERT INTO "event" VALUES(62,'2024-08-13 02:42:00.000000','decision:answer','quyết định 5: câu 5: không',7,NULL,'thpt-so-1-muong-khuong','Hà');
INSERT INTO "event" VALUES(63,'2024-08-13 02:43:00.000000','letter queued','receipt',8,12,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(64,'2024-08-13 02:43:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',8,NULL,NULL,'');
INSERT INTO "event" VALUES(65,'2024-08-13 02:43:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',8,NULL,NULL,'');
INSERT INTO "event" VALUES(66,'2024-08-13 02:43:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',8,NULL,NULL,'');
INSERT INTO "event" VALUES(67,'2024-08-13 02:43:00.000000','owner:label','Trường THPT số 2 huyện Mường Khương',8,NULL,NULL,'');
INSERT INTO "event" VALUES(68,'2024-08-13 02:43:00.000000','recorded','',8,NULL,NULL,'');
INSERT INTO "event" VALUES(69,'2024-08-13 02:43:00.000000','letter sent','',NULL,12,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(70,'2024-08-13 02:44:00.000000','letter queued','receipt',9,13,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(71,'2024-08-13 02:44:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',9,NULL,NULL,'');
INSERT INTO "event" VALUES(72,'2024-08-13 02:44:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',9,NULL,NULL,'');
INSERT INTO "event" VALUES(73,'2024-08-13 02:44:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',9,NULL,NULL,'');
INSERT INTO "event" VALUES(74,'2024-08-13 02:44:00.000000','owner:label','Trường THPT số 2 huyện Mường Khương',9,NULL,NULL,'');
INSERT INTO "event" VALUES(75,'2024-08-13 02:44:00.000000','recorded','',9,NULL,NULL,'');
INSERT INTO "event" VALUES(76,'2024-08-13 02:44:00.000000','letter sent','',NULL,13,'thpt-so-2-muong-khuong','');
INSERT INTO "event" VALUES(77,'2024-08-13 02:51:00.000000','decision:answer','quyết định 6: câu 6: không',9,NULL,'thpt-so-2-muong-khuong','Hà');
INSERT INTO "event" VALUES(78,'2024-08-13 02:52:00.000000','letter queued','receipt',10,14,'thpt-so-3-muong-khuong','');
INSERT INTO "event" VALUES(79,'2024-08-13 02:52:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check, submission, unreadable-from-unit, answer-of-a-stranger, unreadable-of-campaign',10,NULL,NULL,'');
INSERT INTO "event" VALUES(80,'2024-08-13 02:52:00.000000','asks-for-time','Đơn vị đề nghị lùi thời hạn.',10,NULL,NULL,'');
INSERT INTO "event" VALUES(81,'2024-08-13 02:52:00.000000','document:other','nội dung thư: Không có mô hình, giải pháp, sáng kiến nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung).',10,NULL,NULL,'');
INSERT INTO "event" VALUES(82,'2024-08-13 02:52:00.000000','letter sent','',NULL,14,'thpt-so-3-muong-khuong','');
INSERT INTO "event" VALUES(83,'2024-08-13 02:52:00.000000','letter queued','questions',NULL,15,NULL,'');
INSERT INTO "event" VALUES(84,'2024-08-13 02:52:00.000000','letter sent','',NULL,15,NULL,'');
INSERT INTO "event" VALUES(85,'2024-08-13 02:59:00.000000','decision:answer','quyết định 7: câu 7: gia hạn đến 30/8/2024',10,NULL,'thpt-so-3-muong-khuong','Hà');
INSERT INTO "event" VALUES(86,'2024-08-13 03:00:00.000000','letter queued','receipt',11,16,'ptdtnt-muong-khuong','');
INSERT INTO "event" VALUES(87,'2024-08-13 03:00:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check, submission',11,NULL,NULL,'');
INSERT INTO "event" VALUES(88,'2024-08-13 03:00:00.000000','unreadable-from-unit','Đơn vị gửi tệp chưa đọc được: dang-ky.pdf.',11,NULL,NULL,'');
INSERT INTO "event" VALUES(89,'2024-08-13 03:00:00.000000','document:unreadable','dang-ky.pdf: Tệp PDF bị hỏng, không mở được; đề nghị gửi lại.',11,NULL,NULL,'');
INSERT INTO "event" VALUES(90,'2024-08-13 03:00:00.000000','document:other','nội dung thư: Không có mô hình, giải pháp, sáng kiến nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung).',11,NULL,NULL,'');
INSERT INTO "event" VALUES(91,'2024-08-13 03:00:00.000000','letter sent','',NULL,16,'ptdtnt-muong-khuong','');
INSERT INTO "event" VALUES(92,'2024-08-13 03:07:00.000000','decision:answer','quyết định 8: câu 8: đã nộp bản giấy ngày 12/8/2024',11,NULL,'ptdtnt-muong-khuong','Hà');
INSERT INTO "event" VALUES(93,'2024-08-13 03:08:00.000000','letter queued','receipt',12,17,'thpt-so-1-si-ma-cai','');
INSERT INTO "event" VALUES(94,'2024-08-13 03:08:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',12,NULL,NULL,'');
INSERT INTO "event" VALUES(95,'2024-08-13 03:08:00.000000','submission','Thư gửi báo cáo kết quả thực hiện mô hình, giải pháp, sáng kiến.',12,NULL,NULL,'');
INSERT INTO "event" VALUES(96,'2024-08-13 03:08:00.000000','document:report','nội dung thư: Tiêu đề cho biết đây là báo cáo kết quả thực hiện mô hình, giải pháp, sáng kiến, có 01 nội dung.',12,NULL,NULL,'');
INSERT INTO "event" VALUES(97,'2024-08-13 03:08:00.000000','owner:label','Trường THPT số 1 huyện Si Ma Cai',12,NULL,NULL,'');
INSERT INTO "event" VALUES(98,'2024-08-13 03:08:00.000000','recorded','',12,NULL,NULL,'');
INSERT INTO "event" VALUES(99,'2024-08-13 03:08:00.000000','letter sent','',NULL,17,'thpt-so-1-si-ma-cai','');
INSERT INTO "event" VALUES(100,'2024-08-13 03:15:00.000000','decision:answer','quyết định 9: câu 9: đúng',12,NULL,'thpt-so-1-si-ma-cai','Hà');
INSERT INTO "event" VALUES(101,'2024-08-13 03:16:00.000000','letter queued','receipt',13,18,'thpt-so-2-si-ma-cai','');
INSERT INTO "event" VALUES(102,'2024-08-13 03:16:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',13,NULL,NULL,'');
INSERT INTO "event" VALUES(103,'2024-08-13 03:16:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',13,NULL,NULL,'');
INSERT INTO "event" VALUES(104,'2024-08-13 03:16:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',13,NULL,NULL,'');
INSERT INTO "event" VALUES(105,'2024-08-13 03:16:00.000000','owner:label','Trường THPT số 2 huyện Si Ma Cai: Địa chỉ gửi (bon.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Si Ma Cai.',13,NULL,NULL,'');
INSERT INTO "event" VALUES(106,'2024-08-13 03:16:00.000000','provisional','Địa chỉ gửi (bon.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Si Ma Cai.',13,NULL,NULL,'');
INSERT INTO "event" VALUES(107,'2024-08-13 03:16:00.000000','letter sent','',NULL,18,'thpt-so-2-si-ma-cai','');
INSERT INTO "event" VALUES(108,'2024-08-13 03:23:00.000000','decision:answer','quyết định 10: câu 10: nhận ngày 09/8/2024',13,NULL,'thpt-so-2-si-ma-cai','Hà');
INSERT INTO "event" VALUES(109,'2024-08-13 03:23:00.000000','letter queued','receipt',13,19,'thpt-so-2-si-ma-cai','');
INSERT INTO "event" VALUES(110,'2024-08-13 03:24:00.000000','letter queued','receipt',14,20,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(111,'2024-08-13 03:24:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',14,NULL,NULL,'');
INSERT INTO "event" VALUES(112,'2024-08-13 03:24:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',14,NULL,NULL,'');
INSERT INTO "event" VALUES(113,'2024-08-13 03:24:00.000000','document:registration','nội dung thư: Tên tệp hoặc thư gửi cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 00 nội dung.',14,NULL,NULL,'');
INSERT INTO "event" VALUES(114,'2024-08-13 03:24:00.000000','owner:mail-text','Trường PTDTNT THCS&THPT huyện Bát Xát',14,NULL,NULL,'');
INSERT INTO "event" VALUES(115,'2024-08-13 03:24:00.000000','recorded','',14,NULL,NULL,'');
INSERT INTO "event" VALUES(116,'2024-08-13 03:24:00.000000','letter sent','',NULL,19,'thpt-so-2-si-ma-cai','');
INSERT INTO "event" VALUES(117,'2024-08-13 03:24:00.000000','letter sent','',NULL,20,'ptdtnt-bat-xat','');
INSERT INTO "event" VALUES(118,'2024-08-13 03:25:00.000000','letter queued','receipt',15,21,'thpt-so-1-bac-ha','');
INSERT INTO "event" VALUES(119,'2024-08-13 03:25:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',15,NULL,NULL,'');
INSERT INTO "event" VALUES(120,'2024-08-13 03:25:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',15,NULL,NULL,'');
INSERT INTO "event" VALUES(121,'2024-08-13 03:25:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',15,NULL,NULL,'');
INSERT INTO "event" VALUES(122,'2024-08-13 03:25:00.000000','owner:label','Trường THPT số 1 huyện Bắc Hà: Địa chỉ gửi (nam.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bắc Hà.',15,NULL,NULL,'');
INSERT INTO "event" VALUES(123,'2024-08-13 03:25:00.000000','provisional','Địa chỉ gửi (nam.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bắc Hà.',15,NULL,NULL,'');
INSERT INTO "event" VALUES(124,'2024-08-13 03:25:00.000000','letter sent','',NULL,21,'thpt-so-1-bac-ha','');
INSERT INTO "event" VALUES(125,'2024-08-13 03:32:00.000000','decision:answer','quyết định 11: câu 11: đúng',15,NULL,'thpt-so-1-bac-ha','Hà');
INSERT INTO "event" VALUES(126,'2024-08-13 03:32:00.000000','letter queued','receipt',15,22,'thpt-so-1-bac-ha','');
INSERT INTO "event" VALUES(127,'2024-08-13 03:39:00.000000','undo','quyết định 11',15,NULL,'thpt-so-1-bac-ha','Lan');
INSERT INTO "event" VALUES(128,'2024-08-13 03:46:00.000000','decision:answer','quyết định 12: câu 11: Trường THPT số 2 huyện Bắc Hà',15,NULL,'thpt-so-2-bac-ha','Hà');
INSERT INTO "event" VALUES(129,'2024-08-13 03:46:00.000000','letter queued','receipt',15,23,'thpt-so-2-bac-ha','');
INSERT INTO "event" VALUES(130,'2024-08-13 03:47:00.000000','letter queued','receipt',16,24,'thcs-thpt-bac-ha','');
INSERT INTO "event" VALUES(131,'2024-08-13 03:47:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',16,NULL,NULL,'');
INSERT INTO "event" VALUES(132,'2024-08-13 03:47:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',16,NULL,NULL,'');
INSERT INTO "event" VALUES(133,'2024-08-13 03:47:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',16,NULL,NULL,'');
INSERT INTO "event" VALUES(134,'2024-08-13 03:47:00.000000','owner:label','Trường THCS và THPT Bắc Hà: Địa chỉ gửi (sau.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bắc Hà.',16,NULL,NULL,'');
INSERT INTO "event" VALUES(135,'2024-08-13 03:47:00.000000','provisional','Địa chỉ gửi (sau.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bắc Hà.',16,NULL,NULL,'');
INSERT INTO "event" VALUES(136,'2024-08-13 03:47:00.000000','letter sent','',NULL,22,'thpt-so-1-bac-ha','');
INSERT INTO "event" VALUES(137,'2024-08-13 03:47:00.000000','letter sent','',NULL,23,'thpt-so-2-bac-ha','');
INSERT INTO "event" VALUES(138,'2024-08-13 03:47:00.000000','letter sent','',NULL,24,'thcs-thpt-bac-ha','');
INSERT INTO "event" VALUES(139,'2024-08-13 03:54:00.000000','decision:answer','quyết định 13: câu 12: không',16,NULL,'thcs-thpt-bac-ha','Hà');
INSERT INTO "event" VALUES(140,'2024-08-13 04:01:00.000000','undo','quyết định 13',16,NULL,'thcs-thpt-bac-ha','Lan');
INSERT INTO "event" VALUES(141,'2024-08-13 04:02:00.000000','letter queued','receipt',17,25,'ptdtnt-si-ma-cai','');
INSERT INTO "event" VALUES(142,'2024-08-13 04:02:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',17,NULL,NULL,'');
INSERT INTO "event" VALUES(143,'2024-08-13 04:02:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(144,'2024-08-13 04:02:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(145,'2024-08-13 04:02:00.000000','owner:label','Trường PTDTNT THCS&THPT huyện Si Ma Cai: Địa chỉ gửi (bay.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường PTDTNT THCS&THPT huyện Si Ma Cai.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(146,'2024-08-13 04:02:00.000000','provisional','Địa chỉ gửi (bay.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường PTDTNT THCS&THPT huyện Si Ma Cai.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(147,'2024-08-13 04:02:00.000000','letter sent','',NULL,25,'ptdtnt-si-ma-cai','');
INSERT INTO "event" VALUES(148,'2024-08-13 04:09:00.000000','decision:answer','quyết định 14: câu 13: không',17,NULL,'ptdtnt-si-ma-cai','Hà');
INSERT INTO "event" VALUES(149,'2024-08-13 04:09:00.000000','not','own-letter, bounce, out-of-office, machine, state-secret, submission-in-junk, junk, workbook-of-office, answer-of-office, failed-check',17,NULL,NULL,'');
INSERT INTO "event" VALUES(150,'2024-08-13 04:09:00.000000','submission','Thư gửi bản đăng ký mô hình, giải pháp, sáng kiến.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(151,'2024-08-13 04:09:00.000000','document:registration','nội dung thư: Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(152,'2024-08-13 04:09:00.000000','owner:label','Trường PTDTNT THCS&THPT huyện Si Ma Cai: Địa chỉ gửi (bay.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường PTDTNT THCS&THPT huyện Si Ma Cai.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(153,'2024-08-13 04:09:00.000000','provisional','Địa chỉ gửi (bay.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường PTDTNT THCS&THPT huyện Si Ma Cai.',17,NULL,NULL,'');
INSERT INTO "event" VALUES(154,'2024-08-13 04:12:00.000000','decision:extension','quyết định 15: extension',NULL,NULL,NULL,'Hà');
INSERT INTO "event" VALUES(155,'2024-08-13 04:15:00.000000','decision:extension','quyết định 16: extension',NULL,NULL,'phong-vp','Hà');
INSERT INTO "event" VALUES(156,'2024-08-13 04:18:00.000000','decision:exempt','quyết định 17: exempt',NULL,NULL,'phong-ttra','Hà');
INSERT INTO "event" VALUES(157,'2024-08-13 04:21:00.000000','decision:paper','quyết định 18: paper',NULL,NULL,'phong-tccb','Hà');
INSERT INTO "event" VALUES(158,'2024-08-13 04:24:00.000000','decision:pause','quyết định 19: pause',NULL,NULL,'phong-khtc','Hà');
INSERT INTO "event" VALUES(159,'2024-08-13 04:27:00.000000','decision:arrived','quyết định 20: arrived',NULL,NULL,'thpt-so-1-muong-khuong','Hà');
INSERT INTO "event" VALUES(160,'2024-08-13 04:30:00.000000','decision:exempt','quyết định 21: exempt',NULL,NULL,'phong-gdmn','Hà');
INSERT INTO "event" VALUES(161,'2024-08-13 04:37:00.000000','undo','quyết định 21',NULL,NULL,'phong-gdmn','Lan');
INSERT INTO "event" VALUES(162,'2024-08-13 10:01:30.000000','letter queued','digest',NULL,26,NULL,'');
INSERT INTO "event" VALUES(163,'2024-08-13 10:01:30.000000','letter queued','questions',NULL,27,NULL,'');
INSERT INTO "event" VALUES(164,'2024-08-13 10:01:30.000000','letter sent','',NULL,26,NULL,'');
INSERT INTO "event" VALUES(165,'2024-08-13 10:01:30.000000','letter sent','',NULL,27,NULL,'');
INSERT INTO "event" VALUES(166,'2024-08-14 10:04:30.000000','decision:pause','quyết định 22: dừng registration:2024-08-14',NULL,NULL,NULL,'Hà');
INSERT INTO "event" VALUES(167,'2024-08-15 10:01:30.000000','decision:workbook','quyết định 23: so-lieu.xlsx',NULL,NULL,NULL,'Hà');
INSERT INTO "event" VALUES(168,'2024-08-15 10:04:30.000000','decision:workbook','quyết định 24: so-lieu-2.xlsx',NULL,NULL,NULL,'Hà');
INSERT INTO "event" VALUES(169,'2024-08-15 10:11:30.000000','undo','quyết định 24',NULL,NULL,NULL,'Lan');
INSERT INTO "event" VALUES(170,'2024-08-15 10:11:30.000000','decision:deadline','quyết định 25: thời hạn 2024-08-26',NULL,NULL,NULL,'');
INSERT INTO "event" VALUES(171,'2024-08-15 10:15:30.000000','decision:release','quyết định 26: gửi registration:2024-08-19',NULL,NULL,NULL,'Hà');
CREATE TABLE fact (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_fact PRIMARY KEY (name)
);
INSERT INTO "fact" VALUES('read-to-end','','2024-08-15 10:16:30.000000');
INSERT INTO "fact" VALUES('upkeep','2024-08-15','2024-08-15 02:01:30.000000');
INSERT INTO "fact" VALUES('deadline:cchc-2024:registration','2024-08-25','2024-08-13 02:01:00.000000');
INSERT INTO "fact" VALUES('deadline:cchc-2024:report','2024-10-31','2024-08-13 02:01:00.000000');
INSERT INTO "fact" VALUES('full-pass','','2024-08-15 10:16:30.000000');
CREATE TABLE file (
	id INTEGER NOT NULL, 
	arrival_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	kind VARCHAR, 
	reason VARCHAR NOT NULL, 
	attached BOOLEAN NOT NULL, 
	CONSTRAINT pk_file PRIMARY KEY (id), 
	CONSTRAINT fk_file_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id)
);
INSERT INTO "file" VALUES(1,1,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(2,2,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(3,3,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',0);
INSERT INTO "file" VALUES(4,4,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',0);
INSERT INTO "file" VALUES(5,5,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(6,6,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',0);
INSERT INTO "file" VALUES(7,7,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 02 nội dung.',0);
INSERT INTO "file" VALUES(8,8,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(9,9,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(10,10,'nội dung thư','',0,'other','Không có mô hình, giải pháp, sáng kiến nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung).',0);
INSERT INTO "file" VALUES(11,11,'dang-ky.pdf','5d7a2574d95408f836538d6f0efff03b85b01fb040057deea12a9cb5d9ac7dd6',13,'unreadable','Tệp PDF bị hỏng, không mở được; đề nghị gửi lại.',1);
INSERT INTO "file" VALUES(12,11,'nội dung thư','',0,'other','Không có mô hình, giải pháp, sáng kiến nào được ghi trong văn bản (mẫu trống, kế hoạch hoặc văn bản chung).',0);
INSERT INTO "file" VALUES(13,12,'nội dung thư','',0,'report','Tiêu đề cho biết đây là báo cáo kết quả thực hiện mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(14,13,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(15,14,'nội dung thư','',0,'registration','Tên tệp hoặc thư gửi cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 00 nội dung.',0);
INSERT INTO "file" VALUES(16,15,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(17,16,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
INSERT INTO "file" VALUES(18,17,'nội dung thư','',0,'registration','Tiêu đề cho biết đây là bản đăng ký mô hình, giải pháp, sáng kiến, có 01 nội dung.',0);
CREATE TABLE folder (
	account VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	uidvalidity INTEGER NOT NULL, 
	watermark INTEGER NOT NULL, 
	read_at DATETIME, 
	CONSTRAINT pk_folder PRIMARY KEY (account, name)
);
INSERT INTO "folder" VALUES('phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,117,'2024-08-13 04:02:00.000000');
CREATE TABLE lease (
	name VARCHAR NOT NULL, 
	holder VARCHAR NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (name)
);
CREATE TABLE letter (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	unit VARCHAR, 
	stage VARCHAR, 
	batch VARCHAR, 
	recipients JSON NOT NULL, 
	subject VARCHAR NOT NULL, 
	message_id VARCHAR NOT NULL, 
	raw BLOB NOT NULL, 
	arrival_id INTEGER, 
	state VARCHAR NOT NULL, 
	tries INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	not_before DATETIME, 
	next_try_at DATETIME, 
	sent_at DATETIME, 
	note VARCHAR NOT NULL, items JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_letter PRIMARY KEY (id), 
	CONSTRAINT ck_letter_state CHECK (state in ('waiting', 'queued', 'sending', 'sent', 'refused', 'held', 'stopped')), 
	CONSTRAINT fk_letter_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id), 
	CONSTRAINT uq_letter_key UNIQUE ("key"), 
	CONSTRAINT uq_letter_message_id UNIQUE (message_id)
);
INSERT INTO "letter" VALUES(1,'cchc-2024','receipt','receipt:cchc-2024:de50077be0a37fb7a12fa3f5','thpt-so-1-bat-xat','registration',NULL,'["mot.gv@thu.example", "thptso1batxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 1 Bát Xát','<7fcaff4d4b3122c8a18838fa8654a638@laocai-edu.example>',X'',1,'sent',1,'2024-08-13 02:01:00.000000',NULL,NULL,'2024-08-13 02:01:00.000000','','[]');
INSERT INTO "letter" VALUES(2,'cchc-2024','announcement','announcement:cchc-2024:registration:2024-08-14',NULL,'registration','registration:2024-08-14','["thuha@so.example"]','29 thư nhắc đăng ký CCHC năm 2024 sẽ gửi ngày 14/8/2024 (thứ Tư)','<870e1e36387e5ca3c92c9c47dcd91a4d@laocai-edu.example>',X'',NULL,'sent',1,'2024-08-13 02:01:00.000000',NULL,NULL,'2024-08-13 02:01:00.000000','','["unit:phong-vp", "unit:phong-ttra", "unit:phong-tccb", "unit:phong-khtc", "unit:phong-gdmn", "unit:phong-gdth", "unit:phong-gdtrh", "unit:phong-gdtx", "unit:phong-ktqlcl", "unit:phong-cttt", "unit:thpt-chuyen-lao-cai", "unit:thpt-so-1-tp-lao-cai", "unit:thpt-so-2-tp-lao-cai", "unit:thpt-so-3-tp-lao-cai", "unit:thpt-so-4-tp-lao-cai", "unit:thpt-dtnt-tinh", "unit:thpt-so-2-bat-xat", "unit:thcs-thpt-bat-xat", "unit:ptdtnt-bat-xat", "unit:thpt-so-1-muong-khuong", "unit:thpt-so-2-muong-khuong", "unit:thpt-so-3-muong-khuong", "unit:ptdtnt-muong-khuong", "unit:thpt-so-1-si-ma-cai", "unit:thpt-so-2-si-ma-cai", "unit:ptdtnt-si-ma-cai", "unit:thpt-so-1-bac-ha", "unit:thpt-so-2-bac-ha", "unit:thcs-thpt-bac-ha"]');
INSERT INTO "letter" VALUES(3,'cchc-2024','weekly','weekly:cchc-2024:2024-08-12',NULL,NULL,NULL,'["thuha@so.example"]','Tình hình đầu tuần CCHC năm 2024, ngày 12/8/2024 (thứ Hai): đăng ký 1/30 đơn vị','<bfdc656dc034216893e0d9594c4bb15a@laocai-edu.example>',X'',NULL,'sent',1,'2024-08-13 02:01:00.000000',NULL,NULL,'2024-08-13 02:01:00.000000','','["question:1"]');
INSERT INTO "letter" VALUES(4,'cchc-2024','receipt','receipt:cchc-2024:confirmed:1:thpt-so-2-muong-khuong:registration','thpt-so-2-muong-khuong','registration',NULL,'["thptso2muongkhuong@laocai-edu.example", "mot.gv@thu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Mường Khương','<8a4f16e1683472e15fd1d867fe2e0d89@laocai-edu.example>',X'',1,'sent',1,'2024-08-13 02:08:00.000000',NULL,NULL,'2024-08-13 02:09:00.000000','','[]');
INSERT INTO "letter" VALUES(5,'cchc-2024','receipt','receipt:cchc-2024:bff344a67f3ed188f85a1d47','thpt-so-2-bat-xat','registration',NULL,'["hai.gv@thu.example", "thptso2batxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Bát Xát','<495f61940f382afe1a02bebd38f0f998@laocai-edu.example>',X'',2,'sent',1,'2024-08-13 02:09:00.000000',NULL,NULL,'2024-08-13 02:09:00.000000','','[]');
INSERT INTO "letter" VALUES(6,'cchc-2024','receipt','receipt:cchc-2024:c25ee0c9e91543ca54130260','thcs-thpt-bat-xat','registration',NULL,'["ba.gv@thu.example", "thcsthptbatxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THCS và THPT Bát Xát','<1029e400fae742facd5309428bf51f02@laocai-edu.example>',X'',3,'sent',1,'2024-08-13 02:17:00.000000',NULL,NULL,'2024-08-13 02:17:00.000000','','[]');
INSERT INTO "letter" VALUES(7,'cchc-2024','receipt','receipt:cchc-2024:confirmed:3:thcs-thpt-bat-xat:registration','thcs-thpt-bat-xat','registration',NULL,'["thcsthptbatxat@laocai-edu.example", "ba.gv@thu.example"]','Đã nhận đăng ký CCHC năm 2024 - THCS và THPT Bát Xát','<309f4e507ed043aa1068e5f80c64fd16@laocai-edu.example>',X'',3,'sent',1,'2024-08-13 02:24:00.000000',NULL,NULL,'2024-08-13 02:25:00.000000','','[]');
INSERT INTO "letter" VALUES(8,'cchc-2024','receipt','receipt:cchc-2024:738e2965854362eb1d21046e','ptdtnt-bat-xat','registration',NULL,'["ptdtntbatxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - PTDTNT Bát Xát','<c0038b7fea8a064d9bf524965fefa168@laocai-edu.example>',X'',4,'sent',1,'2024-08-13 02:25:00.000000',NULL,NULL,'2024-08-13 02:25:00.000000','','[]');
INSERT INTO "letter" VALUES(9,'cchc-2024','receipt','receipt:cchc-2024:b0c08704e8aac5e36436cea8','ptdtnt-bat-xat','registration',NULL,'["ptdtntbatxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - PTDTNT Bát Xát','<bbb81ad5f0c20e7abb97e87db9efae30@laocai-edu.example>',X'',5,'sent',1,'2024-08-13 02:26:00.000000',NULL,NULL,'2024-08-13 02:26:00.000000','','[]');
INSERT INTO "letter" VALUES(10,'cchc-2024','receipt','receipt:cchc-2024:a2afb0c9880dba25f2f01a0e','thpt-so-1-muong-khuong','registration',NULL,'["thptso1muongkhuong@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 1 Mường Khương','<6d0f0724867e0287625c7170e9e004ea@laocai-edu.example>',X'',6,'sent',1,'2024-08-13 02:34:00.000000',NULL,NULL,'2024-08-13 02:34:00.000000','','[]');
INSERT INTO "letter" VALUES(11,'cchc-2024','receipt','receipt:cchc-2024:7fef06f248f865e69bf402fb','thpt-so-1-muong-khuong','registration',NULL,'["thptso1muongkhuong@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 1 Mường Khương','<9c133b291149137f957af44a4ba706a4@laocai-edu.example>',X'',7,'sent',1,'2024-08-13 02:35:00.000000',NULL,NULL,'2024-08-13 02:35:00.000000','','[]');
INSERT INTO "letter" VALUES(12,'cchc-2024','receipt','receipt:cchc-2024:52bc0872719bbd34c8bd917d','thpt-so-2-muong-khuong','registration',NULL,'["thptso2muongkhuong@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Mường Khương','<23c427709da2564f9b5c0efe419cc020@laocai-edu.example>',X'',8,'sent',1,'2024-08-13 02:43:00.000000',NULL,NULL,'2024-08-13 02:43:00.000000','','[]');
INSERT INTO "letter" VALUES(13,'cchc-2024','receipt','receipt:cchc-2024:e2cb508512cd1d78a83e5c24','thpt-so-2-muong-khuong','registration',NULL,'["thptso2muongkhuong@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Mường Khương','<4927254bb7f2d8373c94b327c94b0e7c@laocai-edu.example>',X'',9,'sent',1,'2024-08-13 02:44:00.000000',NULL,NULL,'2024-08-13 02:44:00.000000','','[]');
INSERT INTO "letter" VALUES(14,'cchc-2024','receipt','receipt:cchc-2024:093051548cf7c81634d296b1','thpt-so-3-muong-khuong',NULL,NULL,'["thptso3muongkhuong@laocai-edu.example"]','Đã nhận thư của đơn vị - CCHC năm 2024 - THPT số 3 Mường Khương','<518bd06827ddae860cecf00ecd33c077@laocai-edu.example>',X'',10,'sent',1,'2024-08-13 02:52:00.000000',NULL,NULL,'2024-08-13 02:52:00.000000','','[]');
INSERT INTO "letter" VALUES(15,'cchc-2024','questions','questions:cchc-2024:7',NULL,NULL,NULL,'["thuha@so.example"]','Cần anh/chị quyết định: 01 việc - CCHC năm 2024','<a893e1be26aa0fa918da0d320fcc6ad2@laocai-edu.example>',X'',NULL,'sent',1,'2024-08-13 02:52:00.000000',NULL,NULL,'2024-08-13 02:52:00.000000','','["question:7"]');
INSERT INTO "letter" VALUES(16,'cchc-2024','receipt','receipt:cchc-2024:64f0a715c1163b7cfcfdb2ef','ptdtnt-muong-khuong',NULL,NULL,'["ptdtntmuongkhuong@laocai-edu.example"]','Đã nhận thư, chưa đọc được nội dung - CCHC năm 2024 - PTDTNT Mường Khương','<7ea5a08d700d93554360d4cca217e765@laocai-edu.example>',X'',11,'sent',1,'2024-08-13 03:00:00.000000',NULL,NULL,'2024-08-13 03:00:00.000000','','[]');
INSERT INTO "letter" VALUES(17,'cchc-2024','receipt','receipt:cchc-2024:876720049d59a1298714dd2e','thpt-so-1-si-ma-cai','report',NULL,'["thptso1simacai@laocai-edu.example"]','Đã nhận báo cáo kết quả CCHC năm 2024 - THPT số 1 Si Ma Cai','<abf247388392bd3fb5f36ffad4221921@laocai-edu.example>',X'',12,'sent',1,'2024-08-13 03:08:00.000000',NULL,NULL,'2024-08-13 03:08:00.000000','','[]');
INSERT INTO "letter" VALUES(18,'cchc-2024','receipt','receipt:cchc-2024:7e92dcf7a7dfec7ffd47520a','thpt-so-2-si-ma-cai','registration',NULL,'["bon.gv@thu.example", "thptso2simacai@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Si Ma Cai','<bf7689ad59f9c931f6cbf81bf391c024@laocai-edu.example>',X'',13,'sent',1,'2024-08-13 03:16:00.000000',NULL,NULL,'2024-08-13 03:16:00.000000','','[]');
INSERT INTO "letter" VALUES(19,'cchc-2024','receipt','receipt:cchc-2024:confirmed:13:thpt-so-2-si-ma-cai:registration','thpt-so-2-si-ma-cai','registration',NULL,'["thptso2simacai@laocai-edu.example", "bon.gv@thu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Si Ma Cai','<d6ef113b05f674914fb81cb0a364e88c@laocai-edu.example>',X'',13,'sent',1,'2024-08-13 03:23:00.000000',NULL,NULL,'2024-08-13 03:24:00.000000','','[]');
INSERT INTO "letter" VALUES(20,'cchc-2024','receipt','receipt:cchc-2024:3b373b7b73804c7cfcb26810','ptdtnt-bat-xat','registration',NULL,'["ptdtntbatxat@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - PTDTNT Bát Xát','<0fac2b473c21f57d5ab8a807a8208b3f@laocai-edu.example>',X'',14,'sent',1,'2024-08-13 03:24:00.000000',NULL,NULL,'2024-08-13 03:24:00.000000','','[]');
INSERT INTO "letter" VALUES(21,'cchc-2024','receipt','receipt:cchc-2024:4153c9e7aaf803c7d754cbd1','thpt-so-1-bac-ha','registration',NULL,'["nam.gv@thu.example", "thptso1bacha@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 1 Bắc Hà','<824c9f03acc2ec794c0ea741e85894f2@laocai-edu.example>',X'',15,'sent',1,'2024-08-13 03:25:00.000000',NULL,NULL,'2024-08-13 03:25:00.000000','','[]');
INSERT INTO "letter" VALUES(22,'cchc-2024','receipt','receipt:cchc-2024:confirmed:15:thpt-so-1-bac-ha:registration','thpt-so-1-bac-ha','registration',NULL,'["thptso1bacha@laocai-edu.example", "nam.gv@thu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 1 Bắc Hà','<7c01aa581a1c52d5df06bbfcdf69bad4@laocai-edu.example>',X'',15,'sent',1,'2024-08-13 03:32:00.000000',NULL,NULL,'2024-08-13 03:47:00.000000','','[]');
INSERT INTO "letter" VALUES(23,'cchc-2024','receipt','receipt:cchc-2024:confirmed:15:thpt-so-2-bac-ha:registration','thpt-so-2-bac-ha','registration',NULL,'["thptso2bacha@laocai-edu.example", "nam.gv@thu.example"]','Đã nhận đăng ký CCHC năm 2024 - THPT số 2 Bắc Hà','<f3458e124548cba0cf10783ca078cb17@laocai-edu.example>',X'',15,'sent',1,'2024-08-13 03:46:00.000000',NULL,NULL,'2024-08-13 03:47:00.000000','','[]');
INSERT INTO "letter" VALUES(24,'cchc-2024','receipt','receipt:cchc-2024:3283cd3f837d58effe7d10fe','thcs-thpt-bac-ha','registration',NULL,'["sau.gv@thu.example", "thcsthptbacha@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - THCS và THPT Bắc Hà','<8c1a741456c136c9ae9fb5fcdf7e7977@laocai-edu.example>',X'',16,'sent',1,'2024-08-13 03:47:00.000000',NULL,NULL,'2024-08-13 03:47:00.000000','','[]');
INSERT INTO "letter" VALUES(25,'cchc-2024','receipt','receipt:cchc-2024:e5ea8929a981af26b886e9e7','ptdtnt-si-ma-cai','registration',NULL,'["bay.gv@thu.example", "ptdtntsimacai@laocai-edu.example"]','Đã nhận đăng ký CCHC năm 2024 - PTDTNT Si Ma Cai','<2cbed5baf3f979761f8cfe1f6ee07c89@laocai-edu.example>',X'',17,'sent',1,'2024-08-13 04:02:00.000000',NULL,NULL,'2024-08-13 04:02:00.000000','','[]');
INSERT INTO "letter" VALUES(26,'cchc-2024','digest','digest:cchc-2024:2024-08-13',NULL,NULL,NULL,'["thuha@so.example"]','Ngày 13/8/2024 (thứ Ba): nhận 17 thư, còn 18 đơn vị chưa gửi đăng ký - CCHC năm 2024','<b109112534c56deb430e7c35cb7d2853@laocai-edu.example>',X'',NULL,'sent',1,'2024-08-13 10:01:30.000000',NULL,NULL,'2024-08-13 10:01:30.000000','','["question:12"]');
INSERT INTO "letter" VALUES(27,'cchc-2024','questions','questions:cchc-2024:12',NULL,NULL,NULL,'["thuha@so.example"]','Cần anh/chị quyết định: 01 việc - CCHC năm 2024','<545593d88d23cb04b2965bd6de8ccd2e@laocai-edu.example>',X'',NULL,'sent',1,'2024-08-13 10:01:30.000000',NULL,NULL,'2024-08-13 10:01:30.000000','','["question:12"]');
CREATE TABLE location (
	id INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	folder VARCHAR NOT NULL, 
	uidvalidity INTEGER NOT NULL, 
	uid INTEGER NOT NULL, 
	arrival_id INTEGER NOT NULL, 
	CONSTRAINT pk_location PRIMARY KEY (id), 
	CONSTRAINT fk_location_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id), 
	CONSTRAINT uq_location_account_folder_uidvalidity_uid UNIQUE (account, folder, uidvalidity, uid)
);
INSERT INTO "location" VALUES(1,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,101,1);
INSERT INTO "location" VALUES(2,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,102,2);
INSERT INTO "location" VALUES(3,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,103,3);
INSERT INTO "location" VALUES(4,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,104,4);
INSERT INTO "location" VALUES(5,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,105,5);
INSERT INTO "location" VALUES(6,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,106,6);
INSERT INTO "location" VALUES(7,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,107,7);
INSERT INTO "location" VALUES(8,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,108,8);
INSERT INTO "location" VALUES(9,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,109,9);
INSERT INTO "location" VALUES(10,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,110,10);
INSERT INTO "location" VALUES(11,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,111,11);
INSERT INTO "location" VALUES(12,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,112,12);
INSERT INTO "location" VALUES(13,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,113,13);
INSERT INTO "location" VALUES(14,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,114,14);
INSERT INTO "location" VALUES(15,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,115,15);
INSERT INTO "location" VALUES(16,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,116,16);
INSERT INTO "location" VALUES(17,'phongtccb@laocai-edu.example@127.0.0.1','INBOX',2654226790,117,17);
CREATE TABLE mark (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	unit VARCHAR, 
	until DATE, 
	reason VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	undone_at DATETIME, 
	CONSTRAINT pk_mark PRIMARY KEY (id)
);
INSERT INTO "mark" VALUES(1,'cchc-2024','extension','registration','thpt-so-3-muong-khuong','2024-08-30','','Hà','2024-08-13 02:59:00.000000',NULL);
INSERT INTO "mark" VALUES(2,'cchc-2024','paper','registration','ptdtnt-muong-khuong','2024-08-12','Chưa đọc được tệp dang-ky.pdf của Trường PTDTNT THCS&THPT huyện Mường Khương. Đề nghị mở xem: có phải bản đăng ký mô hình, giải pháp, sáng kiến không?','Hà','2024-08-13 03:07:00.000000',NULL);
INSERT INTO "mark" VALUES(3,'cchc-2024','paper','registration','thpt-so-1-si-ma-cai',NULL,'Trường THPT số 1 huyện Si Ma Cai đã gửi báo cáo nhưng chưa có bản đăng ký mô hình, giải pháp, sáng kiến. Đơn vị đã nộp bằng cách khác, hay cần gửi bổ sung?','Hà','2024-08-13 03:15:00.000000',NULL);
INSERT INTO "mark" VALUES(4,'cchc-2024','arrived','registration','thpt-so-2-si-ma-cai','2024-08-09','','Hà','2024-08-13 03:23:00.000000',NULL);
INSERT INTO "mark" VALUES(5,'cchc-2024','extension','registration',NULL,'2024-08-28','bão','Hà','2024-08-13 04:12:00.000000',NULL);
INSERT INTO "mark" VALUES(6,'cchc-2024','extension','registration','phong-vp','2024-09-02','','Hà','2024-08-13 04:15:00.000000',NULL);
INSERT INTO "mark" VALUES(7,'cchc-2024','exempt','registration','phong-ttra',NULL,'đang thanh tra','Hà','2024-08-13 04:18:00.000000',NULL);
INSERT INTO "mark" VALUES(8,'cchc-2024','paper','registration','phong-tccb','2024-08-12','văn thư nhận','Hà','2024-08-13 04:21:00.000000','2024-08-15 10:01:30.000000');
INSERT INTO "mark" VALUES(9,'cchc-2024','pause','registration','phong-khtc','2024-08-20','','Hà','2024-08-13 04:24:00.000000',NULL);
INSERT INTO "mark" VALUES(10,'cchc-2024','arrived','registration','thpt-so-1-muong-khuong','2024-08-12','','Hà','2024-08-13 04:27:00.000000',NULL);
INSERT INTO "mark" VALUES(11,'cchc-2024','exempt','registration','phong-gdmn',NULL,'','Hà','2024-08-13 04:30:00.000000','2024-08-13 04:37:00.000000');
INSERT INTO "mark" VALUES(12,'cchc-2024','pause','registration','phong-gdth','2024-08-14','','Hà','2024-08-14 10:04:30.000000',NULL);
INSERT INTO "mark" VALUES(13,'cchc-2024','pause','registration','phong-gdtrh','2024-08-14','','Hà','2024-08-14 10:04:30.000000',NULL);
INSERT INTO "mark" VALUES(14,'cchc-2024','paper','registration','phong-gdtx','2024-08-14','bản giấy','Hà','2024-08-15 10:01:30.000000',NULL);
INSERT INTO "mark" VALUES(15,'cchc-2024','release','registration',NULL,'2024-08-19','','Hà','2024-08-15 10:15:30.000000',NULL);
CREATE TABLE question (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	arrival_id INTEGER, 
	unit VARCHAR, 
	stage VARCHAR, 
	text VARCHAR NOT NULL, 
	suggestion VARCHAR NOT NULL, 
	candidates JSON NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answer VARCHAR, 
	answered_at DATETIME, 
	answered_by VARCHAR NOT NULL, 
	CONSTRAINT pk_question PRIMARY KEY (id), 
	CONSTRAINT fk_question_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id), 
	CONSTRAINT uq_question_key UNIQUE ("key")
);
INSERT INTO "question" VALUES(1,'cchc-2024','question:cchc-2024:sender:1:0:thpt-so-1-bat-xat:registration','sender',1,'thpt-so-1-bat-xat','registration','Địa chỉ gửi (mot.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bát Xát. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THPT số 1 huyện Bát Xát không?','yes','["thpt-so-1-bat-xat"]','2024-08-13 02:01:00.000000','thpt-so-2-muong-khuong','2024-08-13 02:08:00.000000','Hà');
INSERT INTO "question" VALUES(2,'cchc-2024','question:cchc-2024:sender:2:0:thpt-so-2-bat-xat:registration','sender',2,'thpt-so-2-bat-xat','registration','Địa chỉ gửi (hai.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Bát Xát. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THPT số 2 huyện Bát Xát không?','yes','["thpt-so-2-bat-xat"]','2024-08-13 02:09:00.000000','no','2024-08-13 02:16:00.000000','Hà');
INSERT INTO "question" VALUES(3,'cchc-2024','question:cchc-2024:sender:3:0:thcs-thpt-bat-xat:registration','sender',3,'thcs-thpt-bat-xat','registration','Địa chỉ gửi (ba.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bát Xát. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THCS và THPT Bát Xát không?','yes','["thcs-thpt-bat-xat"]','2024-08-13 02:17:00.000000','yes','2024-08-13 02:24:00.000000','Hà');
INSERT INTO "question" VALUES(4,'cchc-2024','question:cchc-2024:similar:e4476d15a9007950:ptdtnt-bat-xat:registration','similar',5,'ptdtnt-bat-xat','registration','Trường PTDTNT THCS&THPT huyện Bát Xát gửi “Ngày không hẹn trong giải quyết thủ tục hành chính”, gần giống “Ngày không hẹn trong giải quyết thủ tục” đã ghi nhận: có phải là một không?','yes','["Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c", "Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c h\u00e0nh ch\u00ednh"]','2024-08-13 02:26:00.000000','yes','2024-08-13 02:33:00.000000','Hà');
INSERT INTO "question" VALUES(5,'cchc-2024','question:cchc-2024:unlisted:7:thpt-so-1-muong-khuong:registration','unlisted',7,'thpt-so-1-muong-khuong','registration','Danh sách mới của Trường THPT số 1 huyện Mường Khương không còn “Lịch công tác dùng chung” đã ghi nhận trước đó; tạm giữ nguyên. Nội dung này còn thực hiện không?','yes','["L\u1ecbch c\u00f4ng t\u00e1c d\u00f9ng chung"]','2024-08-13 02:35:00.000000','no','2024-08-13 02:42:00.000000','Hà');
INSERT INTO "question" VALUES(6,'cchc-2024','question:cchc-2024:similar:86ecde9c8c82e9a6:thpt-so-2-muong-khuong:registration','similar',9,'thpt-so-2-muong-khuong','registration','Trường THPT số 2 huyện Mường Khương gửi “Khảo sát trực tuyến mức độ hài lòng của phụ huynh học sinh lớp”, gần giống “Khảo sát trực tuyến mức độ hài lòng của phụ huynh” đã ghi nhận: có phải là một không?','yes','["Kh\u1ea3o s\u00e1t tr\u1ef1c tuy\u1ebfn m\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng c\u1ee7a ph\u1ee5 huynh", "Kh\u1ea3o s\u00e1t tr\u1ef1c tuy\u1ebfn m\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng c\u1ee7a ph\u1ee5 huynh h\u1ecdc sinh l\u1edbp"]','2024-08-13 02:44:00.000000','no','2024-08-13 02:51:00.000000','Hà');
INSERT INTO "question" VALUES(7,'cchc-2024','question:cchc-2024:extension:10:thpt-so-3-muong-khuong:registration','extension',10,'thpt-so-3-muong-khuong','registration','Trường THPT số 3 huyện Mường Khương đề nghị lùi thời hạn: “xin gia hạn đăng ký”. Có đồng ý không, đến ngày nào?','','[]','2024-08-13 02:52:00.000000','2024-08-30','2024-08-13 02:59:00.000000','Hà');
INSERT INTO "question" VALUES(8,'cchc-2024','question:cchc-2024:unreadable:11:ptdtnt-muong-khuong:registration','unreadable',11,'ptdtnt-muong-khuong','registration','Chưa đọc được tệp dang-ky.pdf của Trường PTDTNT THCS&THPT huyện Mường Khương. Đề nghị mở xem: có phải bản đăng ký mô hình, giải pháp, sáng kiến không?','','["dang-ky.pdf"]','2024-08-13 03:00:00.000000','paper 2024-08-12','2024-08-13 03:07:00.000000','Hà');
INSERT INTO "question" VALUES(9,'cchc-2024','question:cchc-2024:unregistered:thpt-so-1-si-ma-cai:report','unregistered',12,'thpt-so-1-si-ma-cai','report','Trường THPT số 1 huyện Si Ma Cai đã gửi báo cáo nhưng chưa có bản đăng ký mô hình, giải pháp, sáng kiến. Đơn vị đã nộp bằng cách khác, hay cần gửi bổ sung?','','[]','2024-08-13 03:08:00.000000','yes','2024-08-13 03:15:00.000000','Hà');
INSERT INTO "question" VALUES(10,'cchc-2024','question:cchc-2024:sender:13:0:thpt-so-2-si-ma-cai:registration','sender',13,'thpt-so-2-si-ma-cai','registration','Địa chỉ gửi (bon.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 2 huyện Si Ma Cai. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THPT số 2 huyện Si Ma Cai không?','yes','["thpt-so-2-si-ma-cai"]','2024-08-13 03:16:00.000000','received 2024-08-09','2024-08-13 03:23:00.000000','Hà');
INSERT INTO "question" VALUES(11,'cchc-2024','question:cchc-2024:sender:15:0:thpt-so-1-bac-ha:registration','sender',15,'thpt-so-1-bac-ha','registration','Địa chỉ gửi (nam.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THPT số 1 huyện Bắc Hà. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THPT số 1 huyện Bắc Hà không?','yes','["thpt-so-1-bac-ha"]','2024-08-13 03:25:00.000000','thpt-so-2-bac-ha','2024-08-13 03:46:00.000000','Hà');
INSERT INTO "question" VALUES(12,'cchc-2024','question:cchc-2024:sender:16:0:thcs-thpt-bac-ha:registration','sender',16,'thcs-thpt-bac-ha','registration','Địa chỉ gửi (sau.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường THCS và THPT Bắc Hà. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường THCS và THPT Bắc Hà không?','yes','["thcs-thpt-bac-ha"]','2024-08-13 03:47:00.000000',NULL,NULL,'');
INSERT INTO "question" VALUES(13,'cchc-2024','question:cchc-2024:sender:17:0:ptdtnt-si-ma-cai:registration','sender',17,'ptdtnt-si-ma-cai','registration','Địa chỉ gửi (bay.gv@thu.example) chưa có trong danh sách, văn bản ghi tên Trường PTDTNT THCS&THPT huyện Si Ma Cai. Có ghi nhận là bản đăng ký mô hình, giải pháp, sáng kiến của Trường PTDTNT THCS&THPT huyện Si Ma Cai không?','yes','["ptdtnt-si-ma-cai"]','2024-08-13 04:02:00.000000','no','2024-08-13 04:09:00.000000','Hà');
CREATE TABLE sender (
	address VARCHAR NOT NULL, 
	unit VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sender PRIMARY KEY (address)
);
INSERT INTO "sender" VALUES('mot.gv@thu.example','thpt-so-2-muong-khuong','Hà','2024-08-13 02:08:00.000000');
INSERT INTO "sender" VALUES('ba.gv@thu.example','thcs-thpt-bat-xat','Hà','2024-08-13 02:24:00.000000');
INSERT INTO "sender" VALUES('bon.gv@thu.example','thpt-so-2-si-ma-cai','Hà','2024-08-13 03:23:00.000000');
INSERT INTO "sender" VALUES('nam.gv@thu.example','thpt-so-2-bac-ha','Hà','2024-08-13 03:46:00.000000');
CREATE TABLE version (
	id INTEGER NOT NULL, 
	campaign VARCHAR NOT NULL, 
	arrival_id INTEGER NOT NULL, 
	arrived_at DATETIME NOT NULL, 
	unit VARCHAR, 
	stage VARCHAR NOT NULL, 
	initiatives JSON NOT NULL, 
	remarks JSON NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	doubts JSON NOT NULL, 
	candidates JSON NOT NULL, 
	rule VARCHAR NOT NULL, 
	replaces BOOLEAN NOT NULL, 
	withdrawn JSON NOT NULL, 
	files JSON NOT NULL, 
	digests JSON NOT NULL, 
	signed INTEGER NOT NULL, 
	rejected BOOLEAN NOT NULL, imprint JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (id), 
	CONSTRAINT fk_version_arrival_id_arrival FOREIGN KEY(arrival_id) REFERENCES arrival (id)
);
INSERT INTO "version" VALUES(1,'cchc-2024',1,'2024-08-13 02:00:00.000000','thpt-so-2-muong-khuong','registration','[{"title": {"value": "S\u1ed5 theo d\u00f5i v\u0103n b\u1ea3n", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 V\u0103n ph\u00f2ng"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (mot.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THPT s\u1ed1 1 huy\u1ec7n B\u00e1t X\u00e1t."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(2,'cchc-2024',2,'2024-08-13 02:08:00.000000','thpt-so-2-bat-xat','registration','[{"title": {"value": "M\u00e3 QR tra c\u1ee9u h\u1ed3 s\u01a1", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["L\u00f2 V\u0103n A"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',1,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (hai.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THPT s\u1ed1 2 huy\u1ec7n B\u00e1t X\u00e1t."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,1,'{}');
INSERT INTO "version" VALUES(3,'cchc-2024',3,'2024-08-13 02:16:00.000000','thcs-thpt-bat-xat','registration','[{"title": {"value": "H\u1ecdp kh\u00f4ng gi\u1ea5y", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["V\u00e0ng Th\u1ecb B"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}, {"title": {"value": "K\u00fd s\u1ed1 h\u1ecdc b\u1ea1 \u0111i\u1ec7n t\u1eed", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 Tin"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 10"], "rule": "label:label"}}]','{}',0,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (ba.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THCS v\u00e0 THPT B\u00e1t X\u00e1t."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(4,'cchc-2024',4,'2024-08-13 02:24:00.000000','ptdtnt-bat-xat','registration','[{"title": {"value": "Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["\u0110\u1ed7 V\u0103n C"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}, {"title": {"value": "S\u1ed1 h\u00f3a h\u1ed3 s\u01a1 tuy\u1ec3n sinh \u0111\u1ea7u c\u1ea5p", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 1"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 10"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(5,'cchc-2024',5,'2024-08-13 02:25:00.000000','ptdtnt-bat-xat','registration','[{"title": {"value": "Ng\u00e0y kh\u00f4ng h\u1eb9n trong gi\u1ea3i quy\u1ebft th\u1ee7 t\u1ee5c", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["\u0110\u1ed7 V\u0103n C"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(6,'cchc-2024',6,'2024-08-13 02:33:00.000000','thpt-so-1-muong-khuong','registration','[{"title": {"value": "Thu h\u1ecdc ph\u00ed kh\u00f4ng d\u00f9ng ti\u1ec1n m\u1eb7t", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["K\u1ebf to\u00e1n"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}, {"title": {"value": "L\u1ecbch c\u00f4ng t\u00e1c d\u00f9ng chung", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label-names-kind"}, "owners": {"value": ["V\u0103n th\u01b0"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 10"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(7,'cchc-2024',7,'2024-08-13 02:34:00.000000','thpt-so-1-muong-khuong','registration','[{"title": {"value": "Thu h\u1ecdc ph\u00ed kh\u00f4ng d\u00f9ng ti\u1ec1n m\u1eb7t", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["K\u1ebf to\u00e1n"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}, {"title": {"value": "B\u00e0n giao h\u1ed3 s\u01a1 \u0111i\u1ec7n t\u1eed", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 9"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 8"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 10"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'["L\u1ecbch c\u00f4ng t\u00e1c d\u00f9ng chung"]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(8,'cchc-2024',8,'2024-08-13 02:42:00.000000','thpt-so-2-muong-khuong','registration','[{"title": {"value": "Kh\u1ea3o s\u00e1t tr\u1ef1c tuy\u1ebfn m\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng c\u1ee7a ph\u1ee5 huynh", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 2"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(9,'cchc-2024',9,'2024-08-13 02:43:00.000000','thpt-so-2-muong-khuong','registration','[{"title": {"value": "Kh\u1ea3o s\u00e1t tr\u1ef1c tuy\u1ebfn m\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng c\u1ee7a ph\u1ee5 huynh h\u1ecdc sinh l\u1edbp", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 3"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(10,'cchc-2024',12,'2024-08-13 03:07:00.000000','thpt-so-1-si-ma-cai','report','[{"title": {"value": "B\u1ed9 ph\u1eadn m\u1ed9t c\u1eeda th\u00e2n thi\u1ec7n", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 V\u0103n ph\u00f2ng"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}, "result": {"value": "Gi\u1ea3m 60% s\u1ed1 trang in", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 8"], "rule": "label:label"}}]','{}',0,'[]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(11,'cchc-2024',13,'2024-08-13 03:15:00.000000','thpt-so-2-si-ma-cai','registration','[{"title": {"value": "Quy tr\u00ecnh n\u0103m b\u01b0\u1edbc x\u1eed l\u00fd \u0111\u01a1n th\u01b0", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 4"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (bon.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THPT s\u1ed1 2 huy\u1ec7n Si Ma Cai."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(12,'cchc-2024',14,'2024-08-13 03:23:00.000000','ptdtnt-bat-xat','registration','[]','{}',0,'[]','[]','mail-text',0,'["S\u1ed1 h\u00f3a h\u1ed3 s\u01a1 tuy\u1ec3n sinh \u0111\u1ea7u c\u1ea5p"]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(13,'cchc-2024',15,'2024-08-13 03:24:00.000000','thpt-so-2-bac-ha','registration','[{"title": {"value": "S\u1ed5 tay \u0111i\u1ec7n t\u1eed h\u01b0\u1edbng d\u1eabn th\u1ee7 t\u1ee5c", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 5"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',0,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (nam.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THPT s\u1ed1 1 huy\u1ec7n B\u1eafc H\u00e0."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(14,'cchc-2024',16,'2024-08-13 03:46:00.000000','thcs-thpt-bac-ha','registration','[{"title": {"value": "S\u1eafp x\u1ebfp l\u1ea1i t\u1ed5 v\u0103n ph\u00f2ng", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 6"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',1,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (sau.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng THCS v\u00e0 THPT B\u1eafc H\u00e0."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
INSERT INTO "version" VALUES(15,'cchc-2024',17,'2024-08-13 04:01:00.000000','ptdtnt-si-ma-cai','registration','[{"title": {"value": "L\u1ecbch c\u00f4ng t\u00e1c to\u00e0n \u0111\u01a1n v\u1ecb", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label:label"}, "type": {"value": "sang-kien", "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 6"], "rule": "label-names-kind"}, "owners": {"value": ["T\u1ed5 7"], "where": ["n\u1ed9i dung th\u01b0", "", "d\u00f2ng 7"], "rule": "label:label"}}]','{}',1,'["\u0110\u1ecba ch\u1ec9 g\u1eedi (bay.gv@thu.example) ch\u01b0a c\u00f3 trong danh s\u00e1ch, v\u0103n b\u1ea3n ghi t\u00ean Tr\u01b0\u1eddng PTDTNT THCS&THPT huy\u1ec7n Si Ma Cai."]','[]','label',0,'[]','["n\u1ed9i dung th\u01b0"]','[]',0,0,'{}');
CREATE INDEX ix_arrival_arrived_at ON arrival (arrived_at);
CREATE INDEX ix_arrival_message_id ON arrival (message_id);
CREATE INDEX ix_arrival_state ON arrival (state);
CREATE INDEX ix_arrival_verdict ON arrival (verdict);
CREATE INDEX ix_event_arrival_id ON event (arrival_id);
CREATE INDEX ix_event_letter_id ON event (letter_id);
CREATE INDEX ix_event_unit ON event (unit);
CREATE INDEX ix_file_arrival_id ON file (arrival_id);
CREATE INDEX ix_file_digest ON file (digest);
CREATE INDEX ix_letter_arrival_id ON letter (arrival_id);
CREATE INDEX ix_letter_batch ON letter (batch);
CREATE INDEX ix_letter_state ON letter (state);
CREATE INDEX ix_location_arrival_id ON location (arrival_id);
CREATE INDEX ix_version_arrival_id ON version (arrival_id);
CREATE INDEX ix_version_campaign_stage_unit ON version (campaign, stage, unit);
CREATE INDEX ix_decision_campaign ON decision (campaign);
CREATE INDEX ix_decision_unit ON decision (unit);
CREATE INDEX ix_decision_about_id ON decision (about_id);
CREATE INDEX ix_entered_campaign ON entered (campaign);
CREATE INDEX ix_bounce_arrival_id ON bounce (arrival_id);
CREATE INDEX ix_bounce_letter_id ON bounce (letter_id);
COMMIT;
