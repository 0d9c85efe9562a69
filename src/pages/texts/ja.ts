import type { Texts } from './texts.ts';

/** 各ページの日本語の文言。です・ます調で書く。 */
export const ja: Texts = {
  'page.cancel': 'キャンセル',
  'page.back': 'アプリケーションに戻る',
  'page.tryAgain': 'もう一度試す',
  'page.another': '別のアカウントを使用',
  'page.help': 'お問い合わせ：',
  'page.requestId': 'リクエスト ID：{id}',

  'home.title': 'Latchkey は稼働しています',
  'home.intro':
    'お使いのソフトウェアは、誰がライセンスを持っているかをこのサーバーに問い合わせることができます。バージョン {version}',
  'home.docs': 'ドキュメント',
  'home.docsAbout': 'アプリケーションを接続する手順',
  'home.contract': 'API 仕様',
  'home.contractAbout': 'すべての呼び出しと応答（OpenAPI 形式）',
  'home.demo':
    'デモ用の会社を用意しました。デスクトップアプリケーションからサインインするには、次のコマンドを実行してください。',

  'signIn.title': '{account} にサインイン',
  'signIn.titleProduct': '{account} にサインインして {product} を利用',
  'signIn.problemTitle': 'エラー：{title}',
  'signIn.intro': 'ライセンスが発行されたメールアドレスを入力してください。',
  'signIn.email': 'メールアドレス',
  'signIn.password': 'パスワード',
  'signIn.submit': 'サインイン',
  'signIn.wrong': 'メールアドレスまたはパスワードが正しくありません。もう一度入力してください。',
  'signIn.show': 'パスワードを表示',
  'signIn.forgot': 'パスワードをお忘れですか？',
  'signIn.forgotHow':
    'メールは送信されません。{account} のライセンス管理者に、新しいパスワードの発行を依頼してください。',
  'signIn.change': 'パスワードを変更',
  'signIn.tooMany': '入力の誤りが続きました。{time}後にもう一度お試しください。',

  'password.title': 'パスワードの変更',
  'password.intro':
    '変更すると、新しいパスワードでサインインした状態になります。ほかのブラウザーでは、もう一度サインインしてください。',
  'password.initial':
    '現在のパスワードは、ほかの人が設定したものです。ご自身だけが知っているパスワードを設定してください。設定するとサインインが完了します。',
  'password.current': '現在のパスワード',
  'password.new': '新しいパスワード',
  'password.again': '新しいパスワード（確認）',
  'password.rules': '{least} 文字以上で入力してください。',
  'password.submit': 'パスワードを変更',
  'password.short': '新しいパスワードが短すぎます。{least} 文字以上で入力してください。',
  'password.long': '新しいパスワードが長すぎます。{most} 文字以内で入力してください。',
  'password.different':
    '新しいパスワードと確認用の入力が一致しません。同じパスワードを 2 回入力してください。',
  'password.same': '現在と同じパスワードです。別のパスワードを入力してください。',

  'signOut.title': 'サインアウトしますか？',
  'signOut.of': 'このブラウザーで {account} にサインインしています。',
  'signOut.here': 'このブラウザーでサインインしています。',
  'signOut.licenses': 'サインアウトしても、ライセンスは変わりません。',
  'signOut.submit': 'サインアウト',
  'signOut.stay': 'サインインしたままにする',
  'signedOut.title': 'サインアウトしました',
  'signedOut.done': 'このブラウザーでのセッションは終了しました。',
  'signedOut.staysTitle': 'サインインしたままです',
  'signedOut.stays': '変更はありません。',
  'signedOut.close': 'このウィンドウは閉じていただいてかまいません。',

  'refused.title': 'サインインできませんでした',
  'refused.notSetUp.reason':
    'お客様の会社では、シングルサインオンの設定が有効ではなくなっています。',
  'refused.notSetUp.next': 'ソフトウェアの販売元、または社内の IT 部門にお問い合わせください。',
  'refused.unknownAccount.reason': 'この顧客アカウントではサインインできなくなっています。',
  'refused.unknownAccount.next':
    'お客様の会社でシングルサインオンの設定が有効かどうかを、ソフトウェアの販売元にお問い合わせください。',
  'refused.said': 'ID プロバイダーからのメッセージ：{said}',
  'refused.provider_unreachable.reason':
    '{account} の ID プロバイダーから応答がないため、サインインは完了していません。',
  'refused.provider_unreachable.next':
    'しばらくしてからもう一度お試しください。繰り返し発生する場合は、下のリクエスト ID を IT 部門にお知らせください。',
  'refused.provider_trouble.reason':
    '{account} の ID プロバイダーで問題が発生しているため、サインインは完了していません。',
  'refused.provider_trouble.next':
    'しばらくしてからもう一度お試しください。繰り返し発生する場合は、下のリクエスト ID を IT 部門にお知らせください。',
  'refused.discovery_invalid.reason':
    '{account} の ID プロバイダーが公開している情報が、接続の設定と一致しません。',
  'refused.discovery_invalid.next':
    '{account} との接続を確認するよう、ソフトウェアの販売元にご依頼ください。',
  'refused.access_denied.reason': '{account} の ID プロバイダーでサインインできませんでした。',
  'refused.access_denied.next':
    'ご自身でキャンセルしていない場合は、このソフトウェアを利用できるかどうかを IT 部門にご確認ください。',
  'refused.person_not_assigned.reason':
    '{account} の ID プロバイダーで、このソフトウェアがお客様に割り当てられていません。',
  'refused.person_not_assigned.next':
    'アプリケーションを割り当てるよう IT 部門に依頼してから、もう一度お試しください。',
  'refused.consent_missing.reason':
    '{account} の ID プロバイダーがこのソフトウェアにお客様の情報を渡すことへの同意が、まだ得られていません。',
  'refused.consent_missing.next':
    '会社全体として同意するよう IT 部門に依頼してから、もう一度お試しください。',
  'refused.interaction_required.reason': '{account} の ID プロバイダーで、先に行う操作があります。',
  'refused.interaction_required.next':
    'このブラウザーで会社の別のアプリケーションにサインインし、求められた操作を行ってから、もう一度お試しください。',
  'refused.client_secret_refused.reason':
    '{account} の ID プロバイダーで、このソフトウェアのクライアントシークレットが受け付けられませんでした。',
  'refused.client_secret_refused.next':
    'クライアント ID とクライアントシークレットを登録し直すよう、ソフトウェアの販売元にご依頼ください。',
  'refused.client_secret_expired.reason':
    '{account} の ID プロバイダーに登録されたこのソフトウェアのクライアントシークレットは、期限切れです。',
  'refused.client_secret_expired.next':
    '新しいものを発行してソフトウェアの販売元に渡すよう、IT 部門にご依頼ください。',
  'refused.client_not_allowed.reason':
    '{account} の ID プロバイダーにこのソフトウェアが登録されていないか、サインインが許可されていません。',
  'refused.client_not_allowed.next':
    'アプリケーションに認可コードフローを許可するよう、IT 部門にご依頼ください。',
  'refused.scope_refused.reason':
    '{account} の ID プロバイダーで、このソフトウェアがメールアドレスを要求することが許可されていません。',
  'refused.scope_refused.next':
    'アプリケーションにスコープ openid と email を許可するよう、IT 部門にご依頼ください。',
  'refused.redirect_uri_refused.reason':
    'このページのアドレスが、{account} の ID プロバイダーに登録されていません。',
  'refused.redirect_uri_refused.next':
    'ソフトウェアの販売元が指定したリダイレクト URI を登録するよう、IT 部門にご依頼ください。',
  'refused.par_required.reason':
    '{account} の ID プロバイダーは PAR を要求していますが、これには対応していません。',
  'refused.par_required.next':
    'アプリケーションに対するこの設定を無効にするよう、IT 部門にご依頼ください。',
  'refused.request_object_required.reason':
    '{account} の ID プロバイダーは署名付きリクエストオブジェクトを要求していますが、これには対応していません。',
  'refused.request_object_required.next':
    'アプリケーションに対するこの設定を無効にするよう、IT 部門にご依頼ください。',
  'refused.response_type_refused.reason':
    '{account} の ID プロバイダーは、このソフトウェアが求める形式の応答に対応していません。',
  'refused.response_type_refused.next':
    'アプリケーションにレスポンスタイプ code を許可するよう、IT 部門にご依頼ください。',
  'refused.request_refused.reason':
    '{account} の ID プロバイダーが、このソフトウェアの要求を拒否しました。',
  'refused.request_refused.next': 'この画面を IT 部門にお見せください。',
  'refused.code_refused.reason':
    '{account} の ID プロバイダーで、サインインの確認情報が無効になっていました。',
  'refused.code_refused.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.answer_invalid.reason': '{account} の ID プロバイダーから正しい応答がありませんでした。',
  'refused.answer_invalid.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.answer_issuer.reason': '{account} とは別の ID プロバイダーから応答がありました。',
  'refused.answer_issuer.next':
    '{account} との接続を確認するよう、ソフトウェアの販売元にご依頼ください。',
  'refused.id_token_missing.reason':
    '{account} の ID プロバイダーの応答に ID トークンがありません。',
  'refused.id_token_missing.next':
    'アプリケーションを OpenID Connect 用に登録するよう、IT 部門にご依頼ください。',
  'refused.id_token_encrypted.reason':
    '{account} の ID プロバイダーの ID トークンは暗号化されていますが、これには対応していません。',
  'refused.id_token_encrypted.next':
    'アプリケーションに対するこの設定を無効にするよう、IT 部門にご依頼ください。',
  'refused.id_token_algorithm.reason':
    '{account} の ID プロバイダーの ID トークンは、対応していない方式で署名されています。',
  'refused.id_token_algorithm.next':
    'ID トークンを RS256 または ES256 で署名するよう、IT 部門にご依頼ください。',
  'refused.id_token_key.reason':
    'ID トークンの署名に使われた鍵が、{account} の ID プロバイダーで公開されていません。',
  'refused.id_token_key.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.id_token_signature.reason':
    '{account} の ID プロバイダーの ID トークンの署名が正しくありません。',
  'refused.id_token_signature.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.id_token_issuer.reason':
    'ID トークンが、{account} とは別の ID プロバイダーから発行されています。',
  'refused.id_token_issuer.next':
    '{account} との接続を確認するよう、ソフトウェアの販売元にご依頼ください。',
  'refused.id_token_audience.reason':
    '{account} の ID プロバイダーの ID トークンは、別のアプリケーション向けです。',
  'refused.id_token_audience.next':
    '{account} との接続を確認するよう、ソフトウェアの販売元にご依頼ください。',
  'refused.id_token_nonce.reason':
    '{account} の ID プロバイダーの ID トークンは、別のサインインのものです。',
  'refused.id_token_nonce.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.id_token_times.reason':
    '{account} の ID プロバイダーの ID トークンは、期限切れか、まだ有効になっていません。',
  'refused.id_token_times.next':
    'ID プロバイダーの時計が合っているかどうかを、IT 部門にご確認ください。',
  'refused.id_token_claims.reason':
    '{account} の ID プロバイダーの ID トークンに必要な情報が不足しています。',
  'refused.id_token_claims.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.userinfo_invalid.reason':
    '{account} の ID プロバイダーから届いたお客様の情報に矛盾があります。',
  'refused.userinfo_invalid.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.subject_missing.reason':
    '{account} の ID プロバイダーの ID トークンに必要な情報が不足しています。',
  'refused.subject_missing.next':
    'もう一度お試しください。繰り返し発生する場合は、この画面を IT 部門にお見せください。',
  'refused.email_missing.reason':
    '{account} の ID プロバイダーから、メールアドレスが通知されませんでした。',
  'refused.email_missing.next':
    'メールアドレスを登録し、アプリケーションに公開するよう、IT 部門にご依頼ください。',
  'refused.email_declined.reason':
    '{account} の ID プロバイダーで、メールアドレスの提供が許可されませんでした。',
  'refused.email_declined.next':
    'ライセンスはこのアドレスに発行されています。もう一度お試しのうえ、提供を許可してください。',
  'refused.email_not_verified.reason':
    '{account} の ID プロバイダーで、メールアドレスが確認されていません。',
  'refused.email_not_verified.next':
    'メールアドレスを確認済みにするよう IT 部門に依頼してから、もう一度お試しください。',
  'refused.email_verification_unstated.reason':
    '{account} の ID プロバイダーから、メールアドレスが確認済みかどうかの情報がありません。',
  'refused.email_verification_unstated.next':
    '接続の設定で {account} のアドレスを信頼してよいかどうかを、ソフトウェアの販売元にご確認ください。',
  'refused.required_claim_missing.reason':
    '{account} の ID プロバイダーから、このソフトウェアの利用対象者であることが示されませんでした。',
  'refused.required_claim_missing.next':
    'このソフトウェアを利用できるかどうかを IT 部門にご確認ください。',
  'refused.required_claim_different.reason':
    '{account} の ID プロバイダーから、このソフトウェアの利用対象者であることが示されませんでした。',
  'refused.required_claim_different.next':
    'このソフトウェアを利用できるかどうかを IT 部門にご確認ください。',
  'refused.person_disabled.reason': '{email} は、このソフトウェアを利用できなくなっています。',
  'refused.person_disabled.next': '社内のライセンス管理者にお問い合わせください。',

  'unreachable.title': '{account} に接続できません',

  'test.title': 'テストのサインインに成功しました',
  'test.done': '{account} の ID プロバイダーによると、あなたは {email} です。',
  'test.told':
    'これはテストです。どこにもサインインしておらず、何も変更されていません。ID プロバイダーから届いたあなたの情報は、ソフトウェアの提供元に表示されます。',
  'test.refused': 'テストのサインインは拒否されました',

  'expired.title': 'このサインインは期限切れです',
  'expired.reason':
    '長時間操作がなかったか、すでに使用されたか、別のブラウザーで開かれたためです。',
  'expired.cookies':
    'ブラウザーから Cookie が送信されませんでした。Cookie がブロックされている場合は、このアドレスの Cookie を許可してから、もう一度やり直してください。',
  'expired.next': 'アプリケーションに戻り、もう一度サインインしてください。',

  'busy.title': 'しばらくお待ちください',
  'busy.reason': '現在、サインインが混み合っています。',
  'busy.reload': '入力内容は失われていません。数秒後にもう一度お試しください。',
  'busy.back': '入力内容は失われていません。前の画面に戻り、数秒後にもう一度お試しください。',

  'offline.title': 'ネットワークなしで有効化',
  'offline.intro':
    'ネットワークのないコンピューターでソフトウェアをお使いですか？ソフトウェアでリクエストファイルを作成し、ここにアップロードしてください。持ち帰るためのライセンスファイルをお渡しします。',
  'offline.file': 'リクエストファイル',
  'offline.hint':
    'ファイルの保存場所はソフトウェアに表示されます。名前は多くの場合 ls_activation.req です。ライセンスを返却するファイルもここにアップロードします。',
  'offline.submit': 'ファイルをアップロード',
  'offline.activated': 'ライセンスファイルの準備ができました',
  'offline.activatedNext':
    'ファイルを保存し、ネットワークのないコンピューターに持って行き、そこでソフトウェアから開いてください。',
  'offline.download': 'ライセンスファイルを保存',
  'offline.product': '製品',
  'offline.license': 'ライセンス',
  'offline.computer': 'コンピューター',
  'offline.validUntil': '有効期限',
  'offline.noEnd': '無期限',
  'offline.deactivated': 'ライセンスを返却しました',
  'offline.deactivatedNext':
    '別のコンピューターで使えるようになりました。このコンピューターのソフトウェアは使えなくなりました。',
  'offline.another': '別のファイルをアップロード',
  'offline.noFile':
    'ファイルが選択されていません。ソフトウェアが作成したリクエストファイルを選択してください。',
  'offline.wrongFile':
    'リクエストファイルではないか、ファイルが壊れています。ソフトウェアが作成したファイルをそのまま選択してください。',
  'offline.changed':
    '作成後にファイルが変更されたか、このサーバーに登録されていないソフトウェアのファイルです。新しいファイルを作成し、編集せずにアップロードしてください。',
  'offline.date':
    'ファイルが古すぎるか、コンピューターの時計がずれています。時計を合わせてから、新しいファイルを作成してください。',
  'offline.used':
    '同じ番号の別のファイルがすでにアップロードされています。新しいファイルを作成してください。',
  'offline.schema':
    'ファイルを作成したソフトウェアのバージョンが古すぎます。ソフトウェアを更新してから、新しいファイルを作成してください。',
  'offline.notAllowed':
    'このライセンスにはネットワークが必要です。ネットワークなしで有効化できるかどうか、ソフトウェアの提供元にお問い合わせください。',
  'offline.noSeats':
    'ライセンスで許可された台数のコンピューターですでに使用されています。先にいずれかで返却するか、ソフトウェアの提供元に追加をご依頼ください。',
  'offline.transfers':
    'このライセンスは、これ以上別のコンピューターに移せません。ソフトウェアの提供元にお問い合わせください。',
  'offline.expired':
    'ライセンスの有効期限が切れています。ソフトウェアの提供元に更新を依頼してから、新しいファイルを作成してください。',
  'offline.notStarted': 'ライセンスはまだ有効ではありません。開始後にもう一度お試しください。',
  'offline.blocked':
    'ライセンス、ソフトウェア、またはコンピューターの使用が停止されています。ソフトウェアの提供元にお問い合わせください。',
  'offline.notFound':
    '該当するライセンスがないか、パスワードが違います。ソフトウェアで両方を確認してから、新しいファイルを作成してください。',
  'offline.notActive':
    'このコンピューターではライセンスが有効化されていないため、返却するものがありません。',
  'offline.counted':
    'ライセンスで許可された量を超えて使用されています。ソフトウェアの提供元に上限の引き上げを依頼してから、同じファイルをもう一度アップロードしてください。',
  'offline.tooMany': 'ここから送られたファイルが多すぎます。{time}後にもう一度お試しください。',
  'offline.refused':
    'サーバーがファイルを拒否しました：{code}。この内容と下のリクエスト ID をソフトウェアの提供元にお送りください。',

  'failed.next':
    'アプリケーションに戻り、もう一度お試しください。繰り返し発生する場合は、下のリクエスト ID を管理者にお知らせください。',
  'failed.notFound.title': 'ページが見つかりません',
  'failed.notFound.message': 'アドレスが間違っているか、ページがなくなっています。',
  'failed.tooMany.title': 'しばらくお待ちください',
  'failed.tooMany.message': 'リクエストが多すぎます。{time}後にもう一度お試しください。',
  'failed.unavailable.title': '処理できませんでした',
  'failed.unavailable.message':
    '現在、サーバーを利用できません。しばらくしてからもう一度お試しください。',
  'failed.internal.title': '処理できませんでした',
  'failed.internal.message':
    'サーバーでエラーが発生しました。詳細は、下のリクエスト ID でサーバーのログに記録されています。',
  'failed.refused.title': '処理できませんでした',
  'failed.refused.message': 'サーバーがリクエストを拒否しました：{code}',
  'failed.link.title': 'このサインインは続行できません',
  'failed.link.message':
    'このページを開いたリンクは無効です。アプリケーションからやり直してください。',

  'demo.banner': 'デモ用 ID プロバイダー · 実在のアカウントではありません',
  'demo.title': '誰がサインインしますか？',
  'demo.intro':
    'このページは、会社の ID プロバイダーの役割をします。人物を選んでください。パスワードは不要です。',
  'demo.licensed': 'ライセンスあり（{devices} 台）',
  'demo.unlicensed': 'ライセンスなし',
  'demo.disabled': 'ライセンス無効',
};
